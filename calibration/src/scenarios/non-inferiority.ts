import type { PreferredDirection, SampleSummary } from '@etude/stats';
import {
  inferiorityTest,
  momentsOf,
  nonInferiorityTest,
  normalSf,
  requiredSampleSize,
  summaryOf,
  superiorityTest,
} from '@etude/stats';
import { normalSample } from '../populations/normal-sample';
import { drawUnits, lognormalPopulation } from '../populations/population';
import type { Claim, Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import { between, countRate, valueOf } from '../study';

const ALPHA = 0.05;
const Z = 1.6448536269514722;

type Margin = 'fixed' | 'exact';

// The margin at the observed control mean is taken as constant, so that the
// statistic has the variance v_T + f² v_C but is divided by v_T + v_C.
const levelAtMargin = (factor: number, margin: Margin): number =>
  margin === 'exact'
    ? ALPHA
    : normalSf(Z * Math.sqrt(2 / (1 + factor * factor)));

const near = (value: number): Claim => between(value - 0.001, value + 0.001);

const marginFigures = (
  { random, replications }: StudyContext,
  nim: number,
): readonly Figure[] => {
  const directions: readonly PreferredDirection[] = ['increase', 'decrease'];
  return directions.flatMap(direction =>
    (['fixed', 'exact'] as const).map(margin => {
      const factor = direction === 'increase' ? 1 - nim : 1 + nim;
      const at = (mean: number): SampleSummary =>
        normalSample(random, 2_000, { mean, sd: 4 });
      const level = levelAtMargin(factor, margin);
      return {
        labels: [
          `non-inferiority, ${margin} margin`,
          `normal, margin ${nim}, better is ${direction}`,
        ],
        quantity: 'passes on the margin',
        nominal: ALPHA,
        observed: countRate(
          replications(60_000),
          () =>
            valueOf(
              nonInferiorityTest({
                control: at(10),
                treatment: at(10 * factor),
                preferredDirection: direction,
                nimRelative: nim,
                alpha: ALPHA,
                margin,
              }),
            ).significant,
        ),
        claim: near(level),
      };
    }),
  );
};

const skewedMarginFigure = ({ random, replications }: StudyContext): Figure => {
  const nim = 0.05;
  const sample = (factor: number): SampleSummary =>
    summaryOf(momentsOf(drawUnits(lognormalPopulation(factor), 2_000, random)));
  return {
    labels: [
      'non-inferiority, fixed margin',
      'lognormal(0, 1), margin 0.05, better is increase',
    ],
    quantity: 'passes on the margin',
    nominal: ALPHA,
    observed: countRate(
      replications(3_000),
      () =>
        valueOf(
          nonInferiorityTest({
            control: sample(1),
            treatment: sample(1 - nim),
            preferredDirection: 'increase',
            nimRelative: nim,
            alpha: ALPHA,
          }),
        ).significant,
    ),
    claim: between(0.035, 0.06),
  };
};

const SIZED = { variance: 16, mean: 10, effect: 0.5 };

const sizedUnits = (power: number): number =>
  Math.ceil(
    valueOf(
      requiredSampleSize({
        alpha: ALPHA,
        sides: 1,
        power,
        varianceControl: SIZED.variance,
        varianceTreatment: SIZED.variance,
        effect: SIZED.effect,
      }),
    ).totalExact / 2,
  );

const poweredFigures = ({
  random,
  replications,
}: StudyContext): readonly Figure[] => {
  const n = sizedUnits(0.8);
  const sample = (mean: number): SampleSummary =>
    normalSample(random, n, { mean, sd: Math.sqrt(SIZED.variance) });
  const population = `normal, sized for power 0.8: ${n} + ${n} units`;
  const figure = (
    test: string,
    quantity: string,
    isSignificant: () => boolean,
  ): Figure => {
    const nominal = quantity === 'power' ? 0.8 : ALPHA;
    return {
      labels: [test, population],
      quantity,
      nominal,
      observed: countRate(replications(60_000), isSignificant),
      claim: near(nominal),
    };
  };
  const directed = (shift: number) => ({
    control: sample(SIZED.mean),
    treatment: sample(SIZED.mean + shift),
    preferredDirection: 'increase' as const,
    alpha: ALPHA,
  });
  return [
    figure(
      'superiority',
      'false positives',
      () => valueOf(superiorityTest(directed(0))).significant,
    ),
    figure(
      'superiority',
      'power',
      () => valueOf(superiorityTest(directed(SIZED.effect))).significant,
    ),
    figure(
      'inferiority',
      'false positives',
      () => valueOf(inferiorityTest(directed(0))).significant,
    ),
    figure(
      'inferiority',
      'power',
      () => valueOf(inferiorityTest(directed(-SIZED.effect))).significant,
    ),
  ];
};

const poweredGuardrail = ({ random, replications }: StudyContext): Figure => {
  const n = sizedUnits(0.8);
  const sample = (): SampleSummary =>
    normalSample(random, n, {
      mean: SIZED.mean,
      sd: Math.sqrt(SIZED.variance),
    });
  return {
    labels: [
      'non-inferiority, fixed margin',
      `normal, sized for power 0.8: ${n} + ${n} units`,
    ],
    quantity: 'power',
    nominal: 0.8,
    observed: countRate(
      replications(60_000),
      () =>
        valueOf(
          nonInferiorityTest({
            control: sample(),
            treatment: sample(),
            preferredDirection: 'increase',
            nimRelative: SIZED.effect / SIZED.mean,
            alpha: ALPHA,
          }),
        ).significant,
    ),
    claim: between(0.801, 0.811),
  };
};

/** One-sided tests with a direction, with and without a margin. */
export const nonInferiorityStudy: Study = {
  id: 'non-inferiority',
  title: 'Superiority, inferiority, non-inferiority',
  sentence:
    'One-sided at 5 %. The required sample size gives the power it was asked for. Known deviation, a convention: a fixed margin counts the observed control mean as certain, which is conservative for a metric to increase and liberal for one to decrease, by less than half a point with a margin of 5 % and by up to two with one of 20 %; the exact margin holds its level in both.',
  columns: ['test', 'population'],
  run: context => [
    ...marginFigures(context, 0.05),
    ...marginFigures(context, 0.2),
    skewedMarginFigure(context),
    ...poweredFigures(context),
    poweredGuardrail(context),
  ],
};
