import type {
  AttributeRule,
  ResolverState,
  StateAssignment,
  StateFlag,
  StateRule,
  StateSegment,
} from '@etude/flags';
import type { EvaluationContext } from '@etude/resolver';
import { createHash } from 'node:crypto';
import { seededRandom } from '../seeded-random';

/** Secret of the only client of the workload's states. */
export const CLIENT_SECRET = 'bench-secret';

/** SHA-256 of {@link CLIENT_SECRET}, as states hold it. */
export const CLIENT_SECRET_HASH = createHash('sha256')
  .update(CLIENT_SECRET)
  .digest('hex');

/** Users that the loops go round. */
export const USERS = 10_000;

const COUNTRIES = 'SE NO DK FI DE FR ES IT PT NL BE AT CH PL CZ GB IE US CA BR';
/** Ten entries, of which two are countries of users. */
export const BLOCKED_COUNTRIES = [
  'CA',
  'BR',
  ...'AA BB CC DD EE FF GG HH'.split(' '),
];

const hexDigits = (random: () => number, count: number): string => {
  let text = '';
  while (text.length < count) text += Math.floor(random() * 16).toString(16);
  return text;
};

const unitId = (random: () => number): string =>
  [8, 4, 4, 4, 12].map(count => hexDigits(random, count)).join('-');

const appVersion = (random: () => number): string => {
  const patch = Math.floor(random() * 20);
  return random() < 0.75
    ? `8.${5 + Math.floor(random() * 5)}.${patch}`
    : `8.${Math.floor(random() * 5)}.${patch}`;
};

/**
 * The users: a 36-character id, 2 % employees, 20 countries of which 2 are
 * blocked, 75 % on app version 8.5 or later. Keys as the resolver reads them.
 */
export const workloadUsers = (): (EvaluationContext & {
  readonly targeting_key: string;
  readonly employee: string;
  readonly country: string;
  readonly appVersion: string;
})[] => {
  const random = seededRandom(1);
  const countries = COUNTRIES.split(' ');
  return Array.from({ length: USERS }, () => ({
    targeting_key: unitId(random),
    employee: random() < 0.02 ? 'yes' : 'no',
    country: countries[Math.floor(random() * countries.length)] ?? '',
    appVersion: appVersion(random),
  }));
};

const segmentOf = (
  name: string,
  attribute: string,
  rule: AttributeRule,
): StateSegment => ({
  name,
  population: 'ALL',
  targeting: {
    criteria: { it: { type: 'attribute', attribute, rule } },
    expression: { type: 'ref', ref: 'it' },
  },
});

const text = (value: string) => ({ type: 'string' as const, value });

const segmentsOf = (flag: string): StateSegment[] => [
  segmentOf(`segments/${flag}-employees`, 'employee', {
    op: 'eq',
    value: text('yes'),
  }),
  segmentOf(`segments/${flag}-blocked`, 'country', {
    op: 'set',
    values: BLOCKED_COUNTRIES.map(text),
  }),
  segmentOf(`segments/${flag}-current`, 'appVersion', {
    op: 'range',
    start: { value: { type: 'version', value: '8.5.0' }, inclusive: true },
    end: null,
  }),
];

const assignmentOf = (
  flag: string,
  variant: string,
  range: [number, number],
): StateAssignment => ({
  id: variant,
  kind: 'variant',
  variant: `flags/${flag}/variants/${variant}`,
  ranges: [range],
});

const flagOf = (id: string): StateFlag => {
  const rule = (name: string, assignments: StateAssignment[]): StateRule => ({
    name: `flags/${id}/rules/${name}`,
    segment: `segments/${id}-${name}`,
    enabled: true,
    targetingKeySelector: 'targeting_key',
    environments: [],
    bucketCount: 10_000,
    assignments,
  });
  return {
    name: `flags/${id}`,
    state: 'active',
    clients: ['bench'],
    schema: {
      type: 'struct',
      fields: { enabled: { type: 'bool' }, color: { type: 'string' } },
    },
    variants: ['control', 'treatment'].map(name => ({
      name: `flags/${id}/variants/${name}`,
      value: { enabled: name === 'treatment', color: 'blue' },
    })),
    rules: [
      rule('employees', [assignmentOf(id, 'treatment', [0, 10_000])]),
      rule('blocked', [assignmentOf(id, 'control', [0, 10_000])]),
      rule('current', [
        assignmentOf(id, 'control', [0, 5_000]),
        assignmentOf(id, 'treatment', [5_000, 10_000]),
      ]),
    ],
  };
};

/** Id of the flag at `index` of {@link workloadState}. */
export const flagId = (index: number): string => `experiment-${index}`;

/** {@link workloadState} with flags of these ids. */
export const workloadStateOf = (ids: readonly string[]): ResolverState => ({
  account: 'bench',
  version: '1',
  clients: [
    {
      id: 'bench',
      credentials: [
        {
          id: 'bench',
          secretHash: CLIENT_SECRET_HASH,
          kind: 'server',
          environments: [],
        },
      ],
    },
  ],
  flags: ids.map(flagOf),
  segments: ids.flatMap(segmentsOf),
});

/**
 * A state of `flags` flags, each with segments of its own and three ordered
 * rules: employees get the treatment, blocked countries the control, app
 * versions from 8.5.0 a 50/50 split.
 */
export const workloadState = (flags: number): ResolverState =>
  workloadStateOf(Array.from({ length: flags }, (_, index) => flagId(index)));
