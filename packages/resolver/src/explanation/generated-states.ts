import type {
  Population,
  ResolverState,
  StateAssignment,
  StateFlag,
  StateRule,
  StateSegment,
} from '@etude/flags';
import fc from 'fast-check';
import { FLAGS, SEGMENTS, STORES } from './generated-names';
import { criterion, expression } from './generated-targeting';

const population: fc.Arbitrary<Population> = fc.oneof(
  { weight: 3, arbitrary: fc.constant('ALL' as const) },
  fc.constantFrom<Population>(
    [[0, 500_000]],
    [[500_000, 1_000_000]],
    [
      [600_000, 1_000_000],
      [0, 200_000],
    ],
    [
      [0, 400_000],
      [400_000, 1_000_000],
    ],
    [],
  ),
);

const segment = (name: string): fc.Arbitrary<StateSegment> =>
  fc.record({
    name: fc.constant(name),
    targeting: fc.option(
      fc.record({
        criteria: fc.record({ a: criterion, b: criterion }),
        expression: fc.option(expression),
      }),
      { freq: 2 },
    ),
    population,
  });

const assignment = (flag: string): fc.Arbitrary<StateAssignment> => {
  const id = fc.constantFrom('x', 'y');
  const ranges = fc.constantFrom<[number, number][]>(
    [[0, 10]],
    [[0, 10]],
    [[0, 5]],
    [[5, 10]],
    [
      [0, 2],
      [7, 9],
    ],
    [],
  );
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        id,
        kind: fc.constant('variant' as const),
        variant: fc.constantFrom(
          ...['a', 'b', 'a', 'b', 'a', 'b', 'none'].map(
            v => `${flag}/variants/${v}`,
          ),
        ),
        ranges,
      }),
    },
    fc.record({ id, kind: fc.constant('clientDefault' as const), ranges }),
    fc.record({ id, kind: fc.constant('fallthrough' as const), ranges }),
  );
};

const rule = (flag: string): fc.Arbitrary<StateRule> =>
  fc
    .record({
      segment: fc.constantFrom(...SEGMENTS, ...SEGMENTS, 'segments/none'),
      enabled: fc.constantFrom(true, true, true, false),
      targetingKeySelector: fc.constantFrom('', '', 'user.id', 'toString'),
      environments: fc.constantFrom<string[]>(
        ...[[], [], [], ['test'], ['test', 'live']],
      ),
      bucketCount: fc.constantFrom(10, 10, 10, 10, 10, 10, 10, 0),
      assignments: fc.array(assignment(flag), { maxLength: 3 }),
      materialization: fc.option(
        fc.record(
          {
            read: fc.constantFrom(...STORES),
            write: fc.constantFrom(...STORES),
            mustMatch: fc.boolean(),
            targetingCanBeIgnored: fc.boolean(),
          },
          { requiredKeys: [] },
        ),
        { freq: 2, nil: undefined },
      ),
      name: fc.constantFrom('r1', 'r2', 'r3').map(id => `${flag}/rules/${id}`),
    })
    .map(({ materialization, ...rest }) => ({
      ...rest,
      ...(materialization === undefined ? {} : { materialization }),
    }));

const flag = (name: string): fc.Arbitrary<StateFlag> =>
  fc.record(
    {
      name: fc.constant(name),
      state: fc.constantFrom('active', 'active', 'active', 'archived'),
      clients: fc.constantFrom(
        ['shop'],
        ['shop'],
        ['shop', 'other'],
        ['other'],
      ),
      schema: fc.constant<StateFlag['schema']>({
        type: 'struct',
        fields: { color: { type: 'string' }, limit: { type: 'int' } },
      }),
      variants: fc.constant([
        { name: `${name}/variants/a`, value: { color: 'red', limit: 1 } },
        { name: `${name}/variants/b`, value: { color: 'blue' } },
      ]),
      rules: fc.array(rule(name), { maxLength: 4 }),
      enabled: fc.constantFrom(true, true, true, true, true, true, false),
      disabledEnvironments: fc.constantFrom([], [], ['live']),
      defaultVariant: fc.constantFrom(
        null,
        `${name}/variants/a`,
        `${name}/variants/b`,
        `${name}/variants/none`,
      ),
      prerequisites: fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        fc.array(
          fc.constantFrom(...FLAGS, 'flags/none').chain(other =>
            fc.record({
              flag: fc.constant(other),
              variants: fc.subarray([
                `${other}/variants/a`,
                `${other}/variants/b`,
              ]),
            }),
          ),
          { maxLength: 2 },
        ),
      ),
    },
    {
      requiredKeys: ['name', 'state', 'clients', 'schema', 'variants', 'rules'],
    },
  ) as fc.Arbitrary<StateFlag>;

/** A random state of one client, `shop`, and four flags. */
export const generatedStates: fc.Arbitrary<ResolverState> = fc
  .record({
    flags: fc.tuple(...FLAGS.map(flag)),
    segments: fc.tuple(...SEGMENTS.map(segment)),
  })
  .map(({ flags, segments }) => ({
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
    flags,
    segments,
  }));
