import type {
  ResolverState,
  StateFlag,
  StateRule,
  StateSegment,
  StateTargeting,
} from '@etude/flags';

/** For tests: a rule of `flags/checkout` that gives everyone variant `b`. */
export const aRule = (overrides: Partial<StateRule> = {}): StateRule => ({
  name: 'flags/checkout/rules/r1',
  segment: 'segments/everyone',
  enabled: true,
  targetingKeySelector: '',
  environments: [],
  bucketCount: 100,
  assignments: [
    {
      id: 'b',
      kind: 'variant',
      variant: 'flags/checkout/variants/b',
      ranges: [[0, 100]],
    },
  ],
  ...overrides,
});

/** For tests: `flags/checkout` with variants `a` and `b`. */
export const aFlag = (overrides: Partial<StateFlag> = {}): StateFlag => ({
  name: 'flags/checkout',
  state: 'active',
  clients: ['shop'],
  schema: {
    type: 'struct',
    fields: { color: { type: 'string' }, limit: { type: 'int' } },
  },
  variants: [
    { name: 'flags/checkout/variants/a', value: { color: 'red', limit: 3 } },
    { name: 'flags/checkout/variants/b', value: { color: 'green' } },
  ],
  rules: [aRule()],
  ...overrides,
});

/** For tests: a segment of everyone. */
export const aSegment = (
  overrides: Partial<StateSegment> = {},
): StateSegment => ({
  name: 'segments/everyone',
  targeting: null,
  population: 'ALL',
  ...overrides,
});

/** For tests: a state of one client, with secret hash `hash`. */
export const aState = (
  overrides: Partial<ResolverState> = {},
): ResolverState => ({
  account: 'acme',
  version: '1',
  clients: [
    {
      id: 'shop',
      credentials: [
        { id: 'web', secretHash: 'hash', kind: 'server', environments: [] },
      ],
    },
  ],
  flags: [aFlag()],
  segments: [aSegment()],
  ...overrides,
});

/** For tests: targeting that one attribute equals a text. */
export const attributeIs = (
  attribute: string,
  value: string,
): StateTargeting => ({
  criteria: {
    it: {
      type: 'attribute',
      attribute,
      rule: { op: 'eq', value: { type: 'string', value } },
    },
  },
  expression: { type: 'ref', ref: 'it' },
});
