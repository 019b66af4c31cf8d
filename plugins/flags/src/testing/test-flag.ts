import type {
  FlagsClient,
  ClientRecord,
  CredentialRecord,
  FlagRecord,
} from '@etude/plugin-flags-common';
import type { Rule, Segment } from '../model/wire-types';

/** A flag with an on/off schema, one client and no rule. */
export const testFlag = (changes: Partial<FlagRecord> = {}): FlagRecord => ({
  id: 'new-checkout',
  description: 'The new checkout',
  owner: 'group:default/checkout',
  componentRef: 'component:default/shop',
  labels: {},
  schema: { type: 'struct', fields: { enabled: { type: 'bool' } } },
  clients: ['shop-web'],
  variants: [
    { id: 'off', description: '', value: { enabled: false } },
    { id: 'on', description: '', value: { enabled: true } },
  ],
  rules: [],
  enabled: true,
  disabledEnvironments: [],
  defaultVariant: null,
  prerequisites: [],
  state: 'active',
  etag: '1',
  createdAt: '2026-03-01T10:00:00Z',
  createdBy: 'user:default/ada',
  updatedAt: '2026-03-02T10:00:00Z',
  updatedBy: 'user:default/ada',
  ...changes,
});

/** A rollout of `on` to 20 % of units. */
export const testRollout = (changes: Partial<Rule> = {}): Rule => ({
  id: 'rollout-on',
  name: 'Rollout of on',
  owner: { kind: 'rollout', ref: 'rollout-on' },
  enabled: true,
  segment: 'everyone',
  targetingKeySelector: '',
  environments: [],
  assignments: [
    { id: 'on', kind: 'variant', variant: 'on', ranges: [[0, 200_000]] },
  ],
  bucketCount: 1_000_000,
  ...changes,
});

/** An experiment that splits units evenly between `off` and `on`. */
export const testExperimentRule = (): Rule =>
  testRollout({
    id: 'experiment-faster',
    name: 'Faster checkout',
    owner: { kind: 'experiment', ref: 'faster-checkout' },
    segment: 'swedes',
    assignments: [
      { id: 'off', kind: 'variant', variant: 'off', ranges: [[0, 5000]] },
      { id: 'on', kind: 'variant', variant: 'on', ranges: [[5000, 10_000]] },
    ],
    bucketCount: 10_000,
  });

/** Half of the units in Sweden. */
export const testSegment = (changes: Partial<Segment> = {}): Segment => ({
  id: 'swedes',
  description: '',
  targeting: {
    criteria: {
      c0: {
        type: 'attribute',
        attribute: 'country',
        rule: { op: 'eq', value: { type: 'string', value: 'SE' } },
      },
    },
    expression: { type: 'ref', ref: 'c0' },
  },
  allocation: { proportion: 0.5, exclusivityTags: [], exclusiveTo: [] },
  population: 'ALL',
  state: 'allocated',
  etag: '1',
  owner: null,
  managedBy: 'person',
  ...changes,
});

/** A valid server credential. */
export const testCredential = (): CredentialRecord => ({
  id: 'c1',
  name: 'production servers',
  kind: 'server',
  environments: ['production'],
  revokedAt: null,
  expiresAt: null,
  createdAt: '2026-03-01T10:00:00Z',
  createdBy: 'user:default/ada',
});

/** A client with one valid server credential. */
export const testClient = (): ClientRecord => ({
  id: 'shop-web',
  displayName: 'Shop on the web',
  owner: 'group:default/checkout',
  createdAt: '2026-03-01T10:00:00Z',
  createdBy: 'user:default/ada',
  credentials: [testCredential()],
});

/** Usage of a flag that is fresh and that nobody has asked for or scanned. */
export const testUsage = (
  changes: Partial<FlagsClient['usage']> = {},
): FlagsClient['usage'] => {
  const usage: Partial<FlagsClient['usage']> = {
    staleness: async flagId => ({
      flagId,
      state: 'fresh',
      reasons: [],
      suggestion: null,
      codeReferences: [],
    }),
    usage: async () => ({
      from: '2026-03-01',
      to: '2026-03-14',
      reportedSince: null,
      evaluations: [],
    }),
    codeReferences: async () => [],
    contextSchema: async () => [],
    ...changes,
  };
  // A class has private parts, which no fake can have.
  return usage as FlagsClient['usage'];
};
