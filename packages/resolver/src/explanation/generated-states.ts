import type {
  AttributeRule,
  ElementRule,
  Population,
  ResolverState,
  StateAssignment,
  StateCriterion,
  StateFlag,
  StateRule,
  StateSegment,
  TargetingExpression,
  TargetingValue,
} from '@etude/flags';
import fc from 'fast-check';
import type { EvaluationContext, MaterializationRecord } from '../resolution';

/**
 * For tests: small random states in which everything that a flag can have
 * occurs and collides: few names, so that references hit and form circles.
 */
const SEGMENTS = ['segments/one', 'segments/two', 'segments/three'];
const FLAGS = ['flags/one', 'flags/two', 'flags/three', 'flags/four'];
const ATTRIBUTES = [
  'country',
  'age',
  'user.plan',
  'version',
  'tags',
  '__proto__',
];
const STORES = ['materializations/m', 'materializations/n'];
const ENVIRONMENTS = ['test', 'live'];

const operand: fc.Arbitrary<TargetingValue> = fc.oneof(
  fc
    .constantFrom('SE', 'NO', '', 'null', '18')
    .map(value => ({ type: 'string' as const, value })),
  fc
    .constantFrom(18, 0, -1.5, 1e-7)
    .map(value => ({ type: 'number' as const, value })),
  fc.boolean().map(value => ({ type: 'bool' as const, value })),
  fc
    .constantFrom('1.2', '1.2.3', '2.0.0-beta')
    .map(value => ({ type: 'version' as const, value })),
  fc
    .constantFrom('2024-02-29', '2023-02-30')
    .map(value => ({ type: 'timestamp' as const, value })),
);

const bound = fc.option(fc.record({ value: operand, inclusive: fc.boolean() }));
const text = fc.constantFrom('S', 'SE', '', 'ro');

/** A random comparison of one value. */
export const generatedRules: fc.Arbitrary<ElementRule> = fc.oneof(
  fc.record({ op: fc.constant('eq' as const), value: fc.option(operand) }),
  fc.record({
    op: fc.constant('set' as const),
    values: fc.array(operand, { maxLength: 3 }),
  }),
  fc.record({ op: fc.constant('range' as const), start: bound, end: bound }),
  fc.record({
    op: fc.constantFrom('startsWith' as const, 'endsWith', 'contains'),
    value: text,
  }) as fc.Arbitrary<ElementRule>,
  fc.record({
    op: fc.constant('matches' as const),
    pattern: fc.constantFrom('^S', 'E|O$', '['),
  }),
  fc.record({
    op: fc.constant('versionRange' as const),
    range: fc.constantFrom('>=1.2.0', '1.x || 3', 'x.y'),
  }),
);

const attributeRule: fc.Arbitrary<AttributeRule> = fc.oneof(
  { weight: 3, arbitrary: generatedRules },
  fc.record({ op: fc.constant('any' as const), rule: generatedRules }),
  fc.record({ op: fc.constant('all' as const), rule: generatedRules }),
);

const criterion: fc.Arbitrary<StateCriterion> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('attribute' as const),
      attribute: fc.constantFrom(...ATTRIBUTES),
      rule: fc.oneof(
        { weight: 9, arbitrary: attributeRule },
        fc.constant({ op: 'unrecognized' as const }),
      ),
    }),
  },
  fc.record({
    type: fc.constant('segment' as const),
    segment: fc.constantFrom(...SEGMENTS, 'segments/none'),
  }),
  fc.record({
    type: fc.constant('materializedSegment' as const),
    materializedSegment: fc.constantFrom(...STORES),
  }),
);

const expression: fc.Arbitrary<TargetingExpression> = fc.letrec<{
  node: TargetingExpression;
}>(tie => ({
  node: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.record({
      type: fc.constant('ref' as const),
      ref: fc.constantFrom('a', 'b', 'absent'),
    }),
    fc.record({ type: fc.constant('not' as const), operand: tie('node') }),
    fc.record({
      type: fc.constantFrom('and' as const, 'or' as const),
      operands: fc.array(tie('node'), { maxLength: 3 }),
    }) as fc.Arbitrary<TargetingExpression>,
  ),
})).node;

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

const attributes: fc.Arbitrary<EvaluationContext> = fc.dictionary(
  fc.constantFrom(
    ...['targeting_key', 'user', 'toString', 'constructor'],
    ...ATTRIBUTES,
  ),
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom<unknown>(
        ...['user-1', 'user-2', 'SE', 'NO', '', '1.2.3', '2.0.0', 'x', 18],
        ...[1.5, true, null, 7, -0, '2024-02-29', 'é'.repeat(60)],
        ...[['SE', 'NO'], [], [null], [18, 'x'], { id: 'u7', plan: 'SE' }],
      ),
    },
    fc.jsonValue(),
  ),
);

/** A random context, sane or not; most have a unit. */
export const generatedContexts: fc.Arbitrary<EvaluationContext> = fc
  .tuple(
    attributes,
    fc.constantFrom('user-1', 'user-2', 'user-3', 'user-4', 5, undefined),
  )
  .map(([context, unit]) =>
    unit === undefined ? context : { targeting_key: unit, ...context },
  );

/** Random environments of a credential. */
export const generatedEnvironments = fc.subarray(ENVIRONMENTS);

/** What a random store remembers of every unit; undefined: no store. */
export const generatedStores: fc.Arbitrary<
  Readonly<Record<string, MaterializationRecord>> | undefined
> = fc.option(
  fc.dictionary(
    fc.constantFrom(...STORES),
    fc.record({
      included: fc.boolean(),
      variants: fc.dictionary(
        fc.constantFrom(
          ...FLAGS.flatMap(name => [`${name}/rules/r1`, `${name}/rules/r2`]),
        ),
        fc.constantFrom('', 'flags/one/variants/a', 'flags/two/variants/b'),
      ),
    }),
  ),
  { nil: undefined },
);
