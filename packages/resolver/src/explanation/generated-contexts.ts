import fc from 'fast-check';
import type { EvaluationContext, MaterializationRecord } from '../resolution';
import { ATTRIBUTES, ENVIRONMENTS, FLAGS, STORES } from './generated-names';

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
