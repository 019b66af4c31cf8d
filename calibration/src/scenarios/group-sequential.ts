import type { AlphaSpending, GroupSequentialBounds } from '@etude/stats';
import { groupSequentialBounds, groupSequentialDesign } from '@etude/stats';
import type { Random } from '../random/random';
import type { Claim, Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import { NO_CLAIM, averageOf, between, rateOf, valueOf } from '../study';

const ALPHA = 0.05;
const POWER = 0.8;

const FAMILIES: readonly (readonly [name: string, spending: AlphaSpending])[] =
  [
    ['O’Brien–Fleming type', { kind: 'obrien-fleming' }],
    ['Pocock type', { kind: 'pocock' }],
    ['power family, exponent 2', { kind: 'power', exponent: 2 }],
    ['Hwang–Shih–DeCani, gamma −4', { kind: 'hwang-shih-decani', gamma: -4 }],
  ];

const equalLooks = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, k) => (k + 1) / count);

const SCHEDULES: readonly (readonly [
  name: string,
  fractions: readonly number[],
  quick: number,
])[] = [
  ['1 look', [1], 200_000],
  ['5 looks', equalLooks(5), 200_000],
  ['14 looks', equalLooks(14), 200_000],
  ['60 looks', equalLooks(60), 50_000],
  ['looks at 5, 10, 60, 62 and 100 %', [0.05, 0.1, 0.6, 0.62, 1], 200_000],
];

/** Fills in z at every look of a path with this drift. */
const drawPath = (
  random: Random,
  fractions: readonly number[],
  into: { readonly z: Float64Array; readonly drift: number },
): void => {
  let [level, before] = [0, 0];
  for (let k = 0; k < fractions.length; k += 1) {
    const t = fractions[k] ?? Number.NaN;
    const dt = t - before;
    level += into.drift * dt + Math.sqrt(dt) * random.normal();
    into.z[k] = level / Math.sqrt(t);
    before = t;
  }
};

const firstCrossing = (
  z: Float64Array,
  bounds: Float64Array,
  isTwoSided: boolean,
): number => {
  for (let k = 0; k < z.length; k += 1) {
    const value = z[k] ?? Number.NaN;
    if ((isTwoSided ? Math.abs(value) : value) > (bounds[k] ?? Infinity)) {
      return k;
    }
  }
  return -1;
};

type Family = {
  readonly name: string;
  readonly bounds: Float64Array;
  readonly claim: Claim;
};

const asArray = ({ z }: GroupSequentialBounds): Float64Array =>
  Float64Array.from(z);

const familiesOf = (fractions: readonly number[]): readonly Family[] => [
  ...FAMILIES.map(([name, spending]) => ({
    name,
    bounds: asArray(
      valueOf(
        groupSequentialBounds({
          spending,
          informationFractions: fractions,
          alpha: ALPHA,
          sides: 2,
        }),
      ),
    ),
    // Two sides are treated apart: below 5 % by the chance to cross both.
    claim: between(0.0495, 0.05),
  })),
  {
    name: 'no correction: 1.96 at every look',
    bounds: Float64Array.from(fractions, () => 1.959963984540054),
    claim: NO_CLAIM,
  },
];

const levelFigures = (
  { random, replications }: StudyContext,
  [schedule, fractions, quick]: (typeof SCHEDULES)[number],
): readonly Figure[] => {
  const families = familiesOf(fractions);
  const hits = families.map(() => 0);
  const count = replications(quick);
  const z = new Float64Array(fractions.length);
  for (let i = 0; i < count; i += 1) {
    drawPath(random, fractions, { z, drift: 0 });
    families.forEach(({ bounds }, f) => {
      if (firstCrossing(z, bounds, true) >= 0) hits[f] = (hits[f] ?? 0) + 1;
    });
  }
  return families
    .filter(({ claim }) => fractions.length > 1 || claim.kind !== 'none')
    .map(({ name, claim }, f) => ({
      labels: [name, schedule],
      quantity: 'false positives, all looks',
      nominal: ALPHA,
      observed: rateOf(hits[f] ?? Number.NaN, count),
      claim,
    }));
};

const designFigures = (
  { random, replications }: StudyContext,
  [name, spending]: (typeof FAMILIES)[number],
): readonly Figure[] => {
  const fractions = equalLooks(14);
  const design = valueOf(
    groupSequentialDesign({
      spending,
      informationFractions: fractions,
      alpha: ALPHA,
      power: POWER,
      sides: 1,
    }),
  );
  const bounds = asArray(design);
  const count = replications(50_000);
  const z = new Float64Array(fractions.length);
  const runs = (drift: number) => {
    let hits = 0;
    const units = Float64Array.from({ length: count }, () => {
      drawPath(random, fractions, { z, drift });
      const k = firstCrossing(z, bounds, false);
      if (k >= 0) hits += 1;
      return design.inflationFactor * (k < 0 ? 1 : (fractions[k] ?? 1));
    });
    return { hits, units };
  };
  const underEffect = runs(design.drift);
  const underNull = runs(0);
  const labels = [`${name}, planned`, '14 looks, one-sided'];
  const expectation = (
    quantity: string,
    units: Float64Array,
    expected: number,
  ): Figure => ({
    labels,
    quantity,
    nominal: expected,
    observed: averageOf(units),
    claim: between(expected - 0.0005, expected + 0.0005),
  });
  return [
    {
      labels,
      quantity: 'power',
      nominal: POWER,
      observed: rateOf(underEffect.hits, count),
      claim: between(POWER - 0.0005, POWER + 0.0005),
    },
    expectation(
      'units / fixed horizon, effect',
      underEffect.units,
      design.expectedRatioUnderEffect,
    ),
    expectation(
      'units / fixed horizon, no effect',
      underNull.units,
      design.expectedRatioUnderNull,
    ),
  ];
};

/** Group sequential tests with known information. */
export const groupSequentialStudy: Study = {
  id: 'group-sequential',
  title: 'Group sequential tests',
  sentence:
    'Brownian paths, two-sided at 5 % unless named. All four spending families keep 5 % over all looks together, whenever the looks are; the repeated intervals hold the effect at all looks exactly as often as the test does not reject, so that their coverage is the rest. Five looks without correction already make 14 %. The planned power and the expected sizes are met.',
  columns: ['bounds', 'looks'],
  run: context => [
    ...SCHEDULES.flatMap(schedule => levelFigures(context, schedule)),
    ...FAMILIES.flatMap(family => designFigures(context, family)),
  ],
};
