import type { Flag, Segment } from './model';

/** For tests: a valid flag with variants `off` and `on`. */
export const aFlag = (overrides: Partial<Flag> = {}): Flag => ({
  id: 'checkout',
  description: 'Which checkout people see.',
  owner: 'group:default/shop',
  labels: {},
  schema: { type: 'struct', fields: { enabled: { type: 'bool' } } },
  clients: ['shop-web'],
  variants: [
    { id: 'off', value: { enabled: false }, description: '' },
    { id: 'on', value: { enabled: true }, description: '' },
  ],
  rules: [
    {
      id: 'r1',
      name: 'Half of everyone',
      owner: { kind: 'person', ref: 'user:default/ada' },
      enabled: true,
      segment: 'everyone',
      targetingKeySelector: '',
      environments: [],
      assignments: [
        { id: 'off', kind: 'variant', variant: 'off', ranges: [[0, 50]] },
        { id: 'on', kind: 'variant', variant: 'on', ranges: [[50, 100]] },
      ],
      bucketCount: 100,
    },
  ],
  enabled: true,
  disabledEnvironments: [],
  defaultVariant: null,
  prerequisites: [],
  state: 'active',
  etag: '1',
  ...overrides,
});

/** For tests: an unallocated segment that asks for `proportion`. */
export const aSegment = (
  id: string,
  proportion: number,
  overrides: Partial<Segment> = {},
): Segment => ({
  id,
  description: '',
  targeting: null,
  allocation: { proportion, exclusivityTags: [], exclusiveTo: [] },
  population: null,
  state: 'unallocated',
  etag: '1',
  ...overrides,
});
