import type { Alternative, Interval, ProportionSample } from '@etude/stats';
import {
  newcombeInterval,
  proportionDifferenceTest,
  wilsonInterval,
} from '@etude/stats';
import type { DiscreteSampler } from '../random/discrete';
import { binomialSampler } from '../random/discrete';
import type { Claim, Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import { between, countRate, valueOf } from '../study';
import type { Method } from './tally-trials';
import { trialFigures } from './tally-trials';

const ALPHA = 0.05;

type Samples = {
  readonly control: ProportionSample;
  readonly treatment: ProportionSample;
};

type Range = readonly [low: number, high: number];

/** Rates of both variants and how good each method is there. */
type RateCase = {
  readonly rate: number;
  readonly raised: number;
  readonly units: readonly [number, number];
  /** Of false positives and of coverage. */
  readonly unpooled: readonly [Range, Range];
  readonly pooled: readonly [Range, Range];
  readonly newcombe: readonly [Range, Range];
};

const CASES: readonly RateCase[] = [
  {
    rate: 0.2,
    raised: 0.25,
    units: [1_000, 1_000],
    unpooled: [
      [0.047, 0.054],
      [0.946, 0.953],
    ],
    pooled: [
      [0.047, 0.054],
      [0.946, 0.953],
    ],
    newcombe: [
      [0.045, 0.053],
      [0.947, 0.956],
    ],
  },
  {
    rate: 0.01,
    raised: 0.013,
    units: [5_000, 5_000],
    unpooled: [
      [0.045, 0.055],
      [0.945, 0.955],
    ],
    pooled: [
      [0.045, 0.055],
      [0.945, 0.955],
    ],
    newcombe: [
      [0.042, 0.055],
      [0.945, 0.96],
    ],
  },
  {
    rate: 0.01,
    raised: 0.02,
    units: [300, 300],
    unpooled: [
      [0.01, 0.06],
      [0.93, 0.96],
    ],
    pooled: [
      [0.01, 0.06],
      [0.93, 0.96],
    ],
    newcombe: [
      [0.005, 0.04],
      [0.945, 0.985],
    ],
  },
  {
    rate: 0.01,
    raised: 0.013,
    units: [9_000, 1_000],
    unpooled: [
      [0.045, 0.08],
      [0.915, 0.955],
    ],
    pooled: [
      [0.035, 0.06],
      [0.915, 0.955],
    ],
    newcombe: [
      [0.035, 0.055],
      [0.94, 0.96],
    ],
  },
];

const range = ([low, high]: Range): Claim => between(low, high);

const methodsOf = (
  population: string,
  rates: RateCase,
): readonly Method<Samples>[] => {
  const common = { alternative: 'two-sided' as Alternative, alpha: ALPHA };
  const method = (
    name: 'unpooled' | 'pooled' | 'newcombe',
    judge: Method<Samples>['judge'],
  ): Method<Samples> => ({
    labels: [name, population],
    judge,
    falsePositives: range(rates[name][0]),
    coverage: range(rates[name][1]),
  });
  return [
    method('unpooled', samples =>
      proportionDifferenceTest({ ...samples, ...common }),
    ),
    method('pooled', samples =>
      proportionDifferenceTest({ ...samples, ...common, method: 'pooled-z' }),
    ),
    method('newcombe', samples => newcombeInterval({ ...samples, ...common })),
  ];
};

const differenceFigures = (
  rates: RateCase,
  { random, replications }: StudyContext,
): readonly Figure[] => {
  const [nC, nT] = rates.units;
  const same = binomialSampler(nT, rates.rate);
  const raised = binomialSampler(nT, rates.raised);
  const inControl = binomialSampler(nC, rates.rate);
  const pair = (treated: DiscreteSampler): Samples => ({
    control: { n: nC, successes: inControl(random) },
    treatment: { n: nT, successes: treated(random) },
  });
  const population = `Bernoulli ${rates.rate}, ${rates.units.map(n => n.toLocaleString('en')).join(' + ')} units`;
  return trialFigures<Samples>({
    alpha: ALPHA,
    replications: replications(40_000),
    withoutEffect: () => pair(same),
    withEffect: () => pair(raised),
    effect: rates.raised - rates.rate,
    methods: methodsOf(population, rates),
  });
};

const WILSON: readonly (readonly [rate: number, n: number, range: Range])[] = [
  [0.64, 25, [0.93, 0.97]],
  [0.12, 25, [0.92, 0.98]],
  [0.12, 200, [0.94, 0.97]],
];

const wilsonFigures = ({
  random,
  replications,
}: StudyContext): readonly Figure[] =>
  WILSON.map(([rate, n, limits]) => {
    const sampler = binomialSampler(n, rate);
    const holds = ([low, high]: Interval): boolean =>
      low <= rate && rate <= high;
    return {
      labels: ['wilson, one rate', `Bernoulli ${rate}, ${n} units`],
      quantity: 'coverage',
      nominal: 0.95,
      observed: countRate(replications(40_000), () =>
        holds(
          valueOf(
            wilsonInterval({ successes: sampler(random), n, alpha: ALPHA }),
          ).ci,
        ),
      ),
      claim: range(limits),
    };
  });

/** Rates: the difference of two, and the interval of one. */
export const proportionsStudy: Study = {
  id: 'proportions',
  title: 'Difference of rates',
  sentence:
    'Two-sided at 5 %, rates 0.2 and 0.01; Newcombe’s interval rejects when it excludes 0. With 30 events or more in a variant all three are within a point. Known deviations: three events a variant make every method conservative without an effect and cover unevenly with one, because counts are few; with one unit in ten treated and ten events among them the unpooled z (the default) rejects somewhat too often, where the pooled one and Newcombe’s interval keep their level. Wilson’s interval of one rate covers 94 to 98 %, by the steps of its counts.',
  columns: ['method', 'population'],
  run: context => [
    ...CASES.flatMap(rates => differenceFigures(rates, context)),
    ...wilsonFigures(context),
  ],
};
