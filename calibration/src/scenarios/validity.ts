import type { PreExposureComparison } from '@etude/stats';
import {
  momentsOf,
  preExposureCheck,
  sequentialSrm,
  srmTest,
  summaryOf,
} from '@etude/stats';
import { normalSample } from '../populations/normal-sample';
import { drawUnits, zeroHeavyPopulation } from '../populations/population';
import type { DiscreteSampler } from '../random/discrete';
import { binomialSampler, poissonSampler } from '../random/discrete';
import type { Random } from '../random/random';
import type { Claim, Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import { NO_CLAIM, atMost, between, countRate, valueOf } from '../study';

const SRM_LEVEL = 0.001;

const halvesFigure = (
  { random, replications }: StudyContext,
  split: { readonly n: number; readonly share: number; readonly claim: Claim },
): Figure => {
  const { n, share, claim } = split;
  const treated = binomialSampler(n, share);
  const isBalanced = share === 0.5;
  return {
    labels: [
      'sample ratio, chi-square',
      `${n.toLocaleString('en')} units, ${isBalanced ? 'split as designed' : `${share * 100} % instead of 50 %`}`,
    ],
    quantity: isBalanced ? 'false alarms' : 'alarms',
    nominal: isBalanced ? SRM_LEVEL : null,
    observed: countRate(replications(isBalanced ? 400_000 : 20_000), () => {
      const count = treated(random);
      return valueOf(srmTest({ counts: [n - count, count], weights: [1, 1] }))
        .srm;
    }),
    claim,
  };
};

const unevenFigure = ({ random, replications }: StudyContext): Figure => {
  const weights = [8, 1, 1];
  // Independent Poisson counts are multinomial given their sum.
  const samplers = weights.map(weight => poissonSampler(500 * weight));
  return {
    labels: [
      'sample ratio, chi-square',
      '5,000 units, 80 : 10 : 10 as designed',
    ],
    quantity: 'false alarms',
    nominal: SRM_LEVEL,
    observed: countRate(
      replications(200_000),
      () =>
        valueOf(
          srmTest({ counts: samplers.map(draw => draw(random)), weights }),
        ).srm,
    ),
    claim: between(0.0007, 0.0012),
  };
};

const HOURS = 336;
const hourly = poissonSampler(60);

type Batches = readonly (readonly number[])[];

const hoursOf = (
  random: Random,
  [control, treatment]: readonly [DiscreteSampler, DiscreteSampler],
): Batches =>
  Array.from({ length: HOURS }, () => [control(random), treatment(random)]);

const ringsEver = (batches: Batches, concentration?: number): boolean =>
  valueOf(
    sequentialSrm({
      batches,
      weights: [1, 1],
      ...(concentration === undefined ? {} : { concentration }),
    }),
  ).srm.at(-1) === true;

const chiSquareRingsEver = (batches: Batches): boolean => {
  let [control, treatment] = [0, 0];
  return batches.some(([c = 0, t = 0]) => {
    control += c;
    treatment += t;
    return valueOf(
      srmTest({
        counts: [control, treatment],
        weights: [1, 1],
        threshold: 0.01,
      }),
    ).srm;
  });
};

const sequentialFigures = ({
  random,
  replications,
}: StudyContext): readonly Figure[] => {
  const name = '336 hourly looks of about 120 units';
  const balanced = () => hoursOf(random, [hourly, hourly]);
  const fewer = poissonSampler(57);
  const skewed = () => hoursOf(random, [hourly, fewer]);
  const figure = (
    labels: readonly [string, string],
    claim: Claim,
    isAlarm: () => boolean,
  ): Figure => ({
    labels,
    quantity: labels[1] === name ? 'false alarms' : 'alarms',
    nominal: labels[1] === name ? 0.01 : null,
    observed: countRate(replications(3_000), isAlarm),
    claim,
  });
  return [
    figure(['sample ratio, sequential', name], atMost(0.01), () =>
      ringsEver(balanced()),
    ),
    figure(
      ['sample ratio, sequential, concentration 100', name],
      atMost(0.01),
      () => ringsEver(balanced(), 100),
    ),
    figure(['chi-square at every look', name], NO_CLAIM, () =>
      chiSquareRingsEver(balanced()),
    ),
    figure(
      ['sample ratio, sequential', `${name}, one variant loses 5 %`],
      between(0.9, 1),
      () => ringsEver(skewed()),
    ),
  ];
};

const METRICS = 5;

const normalComparisons = (random: Random): readonly PreExposureComparison[] =>
  Array.from({ length: METRICS }, () => {
    const draw = () => normalSample(random, 1_000, { mean: 1, sd: 1 });
    const control = draw();
    return [
      { control, treatment: draw() },
      { control, treatment: draw() },
    ];
  }).flat();

const zeroHeavyComparisons = (
  random: Random,
): readonly PreExposureComparison[] => {
  const draw = () =>
    summaryOf(momentsOf(drawUnits(zeroHeavyPopulation(), 2_000, random)));
  return [{ control: draw(), treatment: draw() }];
};

const preExposureFigures = ({
  random,
  replications,
}: StudyContext): readonly Figure[] => {
  const isFlagged = (comparisons: readonly PreExposureComparison[]) =>
    valueOf(preExposureCheck({ comparisons })).anyImbalanced;
  return [
    {
      labels: [
        'pre-exposure, 5 metrics × 2 variants',
        'normal, 1,000 units per variant',
      ],
      quantity: 'false alarms',
      nominal: 0.01,
      observed: countRate(replications(40_000), () =>
        isFlagged(normalComparisons(random)),
      ),
      claim: between(0.008, 0.0105),
    },
    {
      labels: [
        'pre-exposure, 1 metric',
        '90 % zeros, else lognormal(0, 1), 2,000 + 2,000 units',
      ],
      quantity: 'false alarms',
      nominal: 0.01,
      observed: countRate(replications(5_000), () =>
        isFlagged(zeroHeavyComparisons(random)),
      ),
      claim: between(0.006, 0.013),
    },
  ];
};

/** Checks of the experiment itself. */
export const validityStudy: Study = {
  id: 'validity',
  title: 'Sample ratio and pre-exposure checks',
  sentence:
    'The chi-square check keeps its 0.1 % at one look; asked every hour at 1 % it cries wolf in more than one sound experiment in ten, where the sequential check keeps its 1 % over all looks together and still finds the loss of one unit in twenty of a variant within two weeks. The pre-exposure check keeps 1 % for the whole family of comparisons.',
  columns: ['check', 'traffic'],
  run: context => [
    halvesFigure(context, {
      n: 10_000,
      share: 0.5,
      claim: between(0.0008, 0.0012),
    }),
    halvesFigure(context, { n: 50, share: 0.5, claim: atMost(0.0015) }),
    unevenFigure(context),
    halvesFigure(context, {
      n: 10_000,
      share: 0.52,
      claim: between(0.74, 0.79),
    }),
    ...sequentialFigures(context),
    ...preExposureFigures(context),
  ],
};
