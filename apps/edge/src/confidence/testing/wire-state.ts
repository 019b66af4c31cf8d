import { hash } from 'node:crypto';
import type {
  FieldSchema,
  JsonObject,
  ResolverState,
  StateAssignment,
  StateFlag,
  StateRule,
} from '@etude/flags';

/** Secret of a server credential of client `app`. */
export const APP_SECRET = 'app-server-secret';
/** Secret of a browser credential of client `app`. */
export const BROWSER_SECRET = 'app-browser-secret';
/** Secret of client `other`, which has flag `plain` only. */
export const OTHER_SECRET = 'other-secret';

const FIELDS: Record<string, FieldSchema> = {
  color: { type: 'string' },
  enabled: { type: 'bool' },
  limit: { type: 'int' },
  ratio: { type: 'double' },
  layout: {
    type: 'struct',
    fields: { columns: { type: 'int' }, title: { type: 'string' } },
  },
};

const ON: JsonObject = { color: 'green', limit: 4, layout: { columns: 2 } };
const OFF: JsonObject = { color: 'grey', enabled: false, ratio: 0.5 };

const credential = (
  id: string,
  secret: string,
  kind: 'server' | 'browser',
) => ({
  id,
  kind,
  secretHash: hash('sha256', secret),
  environments: ['production'],
});

const toVariant = (
  flag: string,
  variant: string,
  ranges: [number, number][] = [[0, 100]],
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
  segment: 'segments/everyone',
  enabled: true,
  targetingKeySelector: 'targeting_key',
  environments: [],
  bucketCount: 100,
  assignments: [toVariant(flag, 'on')],
  ...rest,
});

const flag = (id: string, rest: Partial<StateFlag> = {}): StateFlag => ({
  name: `flags/${id}`,
  state: 'active',
  clients: ['app'],
  schema: { type: 'struct', fields: FIELDS },
  variants: [
    { name: `flags/${id}/variants/on`, value: ON },
    { name: `flags/${id}/variants/off`, value: OFF },
  ],
  rules: [rule(id, 'r', {})],
  ...rest,
});

const listFlag = (id: string): StateFlag =>
  flag(id, {
    schema: {
      type: 'struct',
      fields: {
        nested: {
          type: 'struct',
          fields: { tags: { type: 'list', element: { type: 'string' } } },
        },
      },
    },
    variants: [
      { name: `flags/${id}/variants/on`, value: { nested: { tags: ['a'] } } },
    ],
  });

const FALLTHROUGH: StateAssignment = {
  id: 'none',
  kind: 'fallthrough',
  ranges: [[0, 100]],
};

const HALF: StateAssignment[] = [
  toVariant('half', 'on', [[0, 50]]),
  toVariant('half', 'off', [[50, 100]]),
];

const flags = (): StateFlag[] => [
  flag('plain', { clients: ['app', 'other'] }),
  flag('half', { rules: [rule('half', 'r', { assignments: HALF })] }),
  flag('sweden', {
    rules: [rule('sweden', 'r', { segment: 'segments/sweden' })],
  }),
  flag('code-default', {
    rules: [
      rule('code-default', 'r', {
        assignments: [{ id: 'own', kind: 'clientDefault', ranges: [[0, 100]] }],
      }),
    ],
  }),
  flag('passed', {
    rules: [rule('passed', 'r', { assignments: [FALLTHROUGH] })],
  }),
  flag('passed-on', {
    rules: [
      rule('passed-on', 'first', { assignments: [FALLTHROUGH] }),
      rule('passed-on', 'second', {}),
    ],
  }),
  flag('with-default', {
    rules: [],
    defaultVariant: 'flags/with-default/variants/off',
  }),
  flag('switched-off', {
    enabled: false,
    defaultVariant: 'flags/switched-off/variants/off',
  }),
  flag('off-without-default', { disabledEnvironments: ['production'] }),
  flag('after-plain', {
    prerequisites: [
      { flag: 'flags/plain', variants: ['flags/plain/variants/on'] },
    ],
  }),
  flag('broken', {
    rules: [
      rule('broken', 'r', { assignments: [toVariant('broken', 'missing')] }),
    ],
  }),
  flag('by-number', {
    rules: [rule('by-number', 'r', { targetingKeySelector: 'account.id' })],
  }),
  flag('sticky', {
    rules: [
      rule('sticky', 'r', {
        segment: 'segments/sweden',
        materialization: {
          read: 'materializedSegments/m',
          write: 'materializedSegments/m',
          targetingCanBeIgnored: true,
        },
      }),
    ],
  }),
  listFlag('lists'),
  flag('pattern', {
    rules: [rule('pattern', 'r', { segment: 'segments/pattern' })],
  }),
  flag('gone', { state: 'archived' }),
];

/**
 * A state with one flag for every kind of answer that the wire has; the names
 * say which. Client `app` has all of them.
 */
export const wireState = (): ResolverState => ({
  account: 'acme',
  version: '7',
  clients: [
    {
      id: 'app',
      credentials: [
        credential('server', APP_SECRET, 'server'),
        credential('browser', BROWSER_SECRET, 'browser'),
      ],
    },
    { id: 'other', credentials: [credential('o', OTHER_SECRET, 'server')] },
  ],
  segments: [
    { name: 'segments/everyone', targeting: null, population: 'ALL' },
    {
      name: 'segments/sweden',
      targeting: {
        criteria: {
          country: {
            type: 'attribute',
            attribute: 'country',
            rule: { op: 'eq', value: { type: 'string', value: 'SE' } },
          },
        },
        expression: { type: 'ref', ref: 'country' },
      },
      population: [[0, 1_000_000]],
    },
    {
      name: 'segments/pattern',
      targeting: {
        criteria: {
          mail: {
            type: 'attribute',
            attribute: 'email',
            rule: { op: 'matches', pattern: '@example' },
          },
        },
        expression: { type: 'ref', ref: 'mail' },
      },
      population: [
        [0, 10],
        [999_999, 1_000_000],
      ],
    },
  ],
  flags: flags(),
});
