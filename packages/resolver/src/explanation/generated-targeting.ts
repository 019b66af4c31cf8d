import type {
  AttributeRule,
  ElementRule,
  StateCriterion,
  TargetingExpression,
  TargetingValue,
} from '@etude/flags';
import fc from 'fast-check';
import { ATTRIBUTES, SEGMENTS, STORES } from './generated-names';

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

/** A random condition of a targeting. */
export const criterion: fc.Arbitrary<StateCriterion> = fc.oneof(
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

/** A random combination of conditions. */
export const expression: fc.Arbitrary<TargetingExpression> = fc.letrec<{
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
