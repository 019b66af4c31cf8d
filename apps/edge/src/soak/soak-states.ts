import { hash } from 'node:crypto';
import type {
  ResolverState,
  StateAssignment,
  StateClient,
  StateFlag,
  StateRule,
} from '@etude/flags';
import type { SeededRandom } from './seeded-random';
import { segmentsOf } from './soak-segments';
import { VARIANTS, firstKnobs, turnKnobs } from './soak-knobs';
import type { Knobs } from './soak-knobs';

/** Secret of the only client of the soak. */
export const SOAK_SECRET = 'soak-secret';

/** Who asks in the soak, as the resolver knows it. */
export const SOAK_CREDENTIAL = {
  client: 'soak',
  environments: ['production'],
} as const;

/** Secret of the client that has the sticky flag, and no other. */
export const STICKY_SECRET = 'soak-sticky-secret';

/** Who asks for the sticky flag, as the resolver knows it. */
export const STICKY_CREDENTIAL = {
  client: 'soak-sticky',
  environments: ['production'],
} as const;

/** A flag whose rule keeps every unit in the variant that it has. */
export const STICKY_FLAG = 'flags/sticky';

/** The rule that keeps them. */
export const STICKY_RULE = `${STICKY_FLAG}/rules/split`;

/** The flag that every unit gets in every state; its value has the version. */
export const VERSION_FLAG = 'flags/state-version';

/** Ids of all flags of the soak, archived ones too. */
export const SOAK_FLAGS = [
  'state-version',
  'checkout',
  'banner',
  'limits',
  'dependent',
  'own-default',
  'seasonal',
] as const;

const BUCKETS = 100;

/** What the buckets from `from` to `to` get; a variant or a kind without. */
const give = (
  flag: string,
  what: string,
  [from, to]: readonly [number, number],
): StateAssignment =>
  what === 'fallthrough' || what === 'clientDefault'
    ? { id: what, kind: what, ranges: [[from, to]] }
    : {
        id: `to-${what}`,
        kind: 'variant',
        variant: `flags/${flag}/variants/${what}`,
        ranges: [[from, to]],
      };

const rule = (
  flag: string,
  id: string,
  rest: Partial<StateRule> & Pick<StateRule, 'assignments'>,
): StateRule => ({
  name: `flags/${flag}/rules/${id}`,
  segment: 'segments/everyone',
  enabled: true,
  targetingKeySelector: '',
  environments: [],
  bucketCount: BUCKETS,
  ...rest,
});

const flagMaker =
  (version: number, columns: number) =>
  (
    id: string,
    rest: Partial<StateFlag> & Pick<StateFlag, 'rules'>,
  ): StateFlag => ({
    name: `flags/${id}`,
    state: 'active',
    clients: [SOAK_CREDENTIAL.client],
    schema: {
      type: 'struct',
      fields: {
        at: { type: 'int' },
        color: { type: 'string' },
        layout: { type: 'struct', fields: { columns: { type: 'int' } } },
      },
    },
    variants: VARIANTS.map(color => ({
      name: `flags/${id}/variants/${color}`,
      // `green` leaves a property out: the code default applies to it.
      value: {
        at: version,
        color,
        ...(color === 'blue' ? { layout: { columns } } : {}),
      },
    })),
    ...rest,
  });

const clientOf = (
  { client, environments }: typeof SOAK_CREDENTIAL | typeof STICKY_CREDENTIAL,
  secret: string,
): StateClient => ({
  id: client,
  credentials: [
    {
      id: 'server',
      kind: 'server',
      secretHash: hash('sha256', secret),
      environments: [...environments],
    },
  ],
});

const variantOf = (flag: string, id: string | null): string | null =>
  id === null ? null : `flags/${flag}/variants/${id}`;

const bannerRules = (knobs: Knobs): StateRule[] => {
  const rules = [
    rule('banner', 'holdback', {
      assignments: [
        give('banner', 'fallthrough', [0, knobs.holdback]),
        give('banner', 'blue', [knobs.holdback, knobs.holdback + 20]),
      ],
    }),
    rule('banner', 'targeted', {
      segment: 'segments/targeted',
      enabled: knobs.isTargetedEnabled,
      environments: ['production', 'staging'],
      assignments: [give('banner', 'green', [0, BUCKETS])],
    }),
  ];
  return knobs.isBannerSwapped ? rules.reverse() : rules;
};

const flagsOf = (knobs: Knobs, version: number): StateFlag[] => {
  const flag = flagMaker(version, knobs.columns);
  const { split } = knobs;
  const splitRule = (id: string, rest: Partial<StateRule>): StateRule =>
    rule(id, 'split', {
      assignments: [
        give(id, 'blue', [0, split]),
        give(id, 'green', [split, BUCKETS]),
      ],
      ...rest,
    });
  const all = (id: string, what: string): StateRule =>
    rule(id, 'all', { assignments: [give(id, what, [0, BUCKETS])] });
  return [
    flag('state-version', { rules: [all('state-version', 'blue')] }),
    flag('checkout', {
      defaultVariant: variantOf('checkout', knobs.checkoutDefault),
      rules: [splitRule('checkout', { segment: 'segments/some' })],
    }),
    flag('banner', { rules: bannerRules(knobs) }),
    flag('limits', {
      enabled: knobs.isLimitsOn,
      disabledEnvironments: knobs.isLimitsOffInProduction ? ['production'] : [],
      defaultVariant: variantOf('limits', knobs.limitsDefault),
      rules: [all('limits', 'green')],
    }),
    flag('dependent', {
      prerequisites: [
        {
          flag: 'flags/checkout',
          variants: [`flags/checkout/variants/${knobs.needed}`],
        },
      ],
      rules: [splitRule('dependent', { targetingKeySelector: 'account.id' })],
    }),
    flag('own-default', {
      rules: [
        rule('own-default', 'grown-ups', {
          segment: 'segments/grown-ups',
          assignments: [
            give('own-default', 'clientDefault', [0, 50]),
            give('own-default', 'blue', [50, BUCKETS]),
          ],
        }),
      ],
    }),
    flag('sticky', {
      clients: [STICKY_CREDENTIAL.client],
      rules: [
        rule('sticky', 'split', {
          segment: 'segments/sticky',
          enabled: knobs.isStickyEnabled,
          assignments: [
            give('sticky', 'blue', [0, knobs.stickySplit]),
            give('sticky', 'green', [knobs.stickySplit, BUCKETS]),
          ],
          materialization: {
            read: 'sticky',
            write: 'sticky',
            mustMatch: knobs.isIntakePaused,
            targetingCanBeIgnored: true,
          },
        }),
      ],
    }),
    flag('seasonal', {
      state: knobs.isSeasonal ? 'active' : 'archived',
      // One assignment that changes its variant.
      rules: [
        rule('seasonal', 'all', {
          assignments: [
            { ...give('seasonal', knobs.needed, [0, BUCKETS]), id: 'all' },
          ],
        }),
      ],
    }),
  ];
};

/**
 * States of one installation, each call the next version. Reach goes up and
 * down, splits, targeting, rules, defaults, switches and values change, a flag
 * comes and goes. Every value has the version under `at`, so that an answer
 * tells which state it came from.
 */
export const soakStates = (random: SeededRandom): (() => ResolverState) => {
  const knobs = firstKnobs();
  let version = 0;
  return () => {
    version += 1;
    if (version > 1) turnKnobs(knobs, random);
    return {
      account: 'soak',
      version: String(version),
      clients: [
        clientOf(SOAK_CREDENTIAL, SOAK_SECRET),
        clientOf(STICKY_CREDENTIAL, STICKY_SECRET),
      ],
      segments: segmentsOf(knobs),
      flags: flagsOf(knobs, version),
    };
  };
};
