import { createHash } from 'node:crypto';
import type {
  ResolverState,
  StateAssignment,
  StateFlag,
  StateRule,
  StateSegment,
  Targeting,
} from '@etude/flags';

/** Secret of the client `shop` in the example state. */
export const SHOP_SECRET = 'shop-secret';

const EVERYONE = 'segments/everyone';
const SWEDEN = 'segments/sweden';

const inSweden: Targeting = {
  criteria: {
    country: {
      type: 'attribute',
      attribute: 'country',
      rule: { op: 'eq', value: { type: 'string', value: 'SE' } },
    },
  },
  expression: { type: 'ref', ref: 'country' },
};

const segments: StateSegment[] = [
  { name: EVERYONE, targeting: null, population: 'ALL' },
  { name: SWEDEN, targeting: inSweden, population: 'ALL' },
];

const assign = (
  flag: string,
  variant: string,
  ranges: [number, number][],
): StateAssignment => ({
  id: `to-${variant}`,
  kind: 'variant',
  variant: `flags/${flag}/variants/${variant}`,
  ranges,
});

const rule = (
  flag: string,
  id: string,
  rest: Partial<StateRule>,
): StateRule => ({
  name: `flags/${flag}/rules/${id}`,
  segment: EVERYONE,
  enabled: true,
  targetingKeySelector: 'targeting_key',
  environments: [],
  bucketCount: 100,
  assignments: [],
  ...rest,
});

const flag = (
  id: string,
  variants: Record<string, StateFlag['variants'][number]['value']>,
  rules: StateRule[],
): StateFlag => ({
  name: `flags/${id}`,
  state: 'active',
  clients: ['shop'],
  schema: {
    type: 'struct',
    fields: {
      color: { type: 'string' },
      enabled: { type: 'bool' },
      limit: { type: 'int' },
      layout: {
        type: 'struct',
        fields: { columns: { type: 'int' } },
      },
    },
  },
  variants: Object.entries(variants).map(([name, value]) => ({
    name: `flags/${id}/variants/${name}`,
    value,
  })),
  rules,
});

const BLUE = { color: 'blue', enabled: false, limit: 3 };
const GREEN = {
  color: 'green',
  enabled: true,
  limit: 4,
  layout: { columns: 2 },
};

/**
 * A state with the client `shop` and the flags `checkout-button` (50/50 split
 * of everyone), `banner` (`green` in Sweden only), `fixed` (`blue` for all),
 * `own-default` (client default for all) and `by-account` (unit `account.id`).
 */
export const exampleState = (
  change: Partial<ResolverState> = {},
): ResolverState => ({
  account: 'test',
  version: '1',
  clients: [
    {
      id: 'shop',
      credentials: [
        {
          id: 'production',
          secretHash: createHash('sha256').update(SHOP_SECRET).digest('hex'),
          kind: 'server',
          environments: ['production'],
        },
      ],
    },
  ],
  segments,
  flags: [
    flag('checkout-button', { blue: BLUE, green: GREEN }, [
      rule('checkout-button', 'ab-test', {
        assignments: [
          assign('checkout-button', 'blue', [[0, 50]]),
          assign('checkout-button', 'green', [[50, 100]]),
        ],
      }),
    ]),
    flag('banner', { green: GREEN }, [
      rule('banner', 'sweden', {
        segment: SWEDEN,
        assignments: [assign('banner', 'green', [[0, 100]])],
      }),
    ]),
    flag('fixed', { blue: BLUE }, [
      rule('fixed', 'all', {
        assignments: [assign('fixed', 'blue', [[0, 100]])],
      }),
    ]),
    flag('own-default', {}, [
      rule('own-default', 'all', {
        assignments: [
          { id: 'default', kind: 'clientDefault', ranges: [[0, 100]] },
        ],
      }),
    ]),
    flag('by-account', { blue: BLUE, green: GREEN }, [
      rule('by-account', 'ab-test', {
        targetingKeySelector: 'account.id',
        assignments: [
          assign('by-account', 'blue', [[0, 50]]),
          assign('by-account', 'green', [[50, 100]]),
        ],
      }),
    ]),
  ],
  ...change,
});
