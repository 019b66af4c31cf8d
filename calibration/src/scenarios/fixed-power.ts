import type { Moments } from '@etude/stats';
import {
  EMPTY_MOMENTS,
  fixedPowerCheck,
  meanDifferenceTest,
  mergeMoments,
  momentsOf,
  summaryOf,
} from '@etude/stats';
import type { Population } from '../populations/population';
import {
  bernoulliPopulation,
  drawUnits,
  lognormalPopulation,
  normalPopulation,
} from '../populations/population';
import type { Random } from '../random/random';
import type { Claim, Figure, Observed } from '../report/figure';
import type { Study, StudyContext } from '../study';
import { averageOf, rateOf, valueOf } from '../study';
import { fixedPrecisionLookFigures } from './fixed-precision-looks';

const ALPHA = 0.05;
const POWER = 0.8;
const BATCH = 50;

/** One line of the published table. */
type PublishedLine = {
  readonly outcome: string;
  readonly control: Population;
  readonly treatment: Population;
  /** What the design wants to find, relative to the control mean. */
  readonly mdeRelative: number;
  readonly stopUnits: number;
  readonly rejects: number;
  readonly coverage: number;
  readonly naivePeek: number;
};

const PUBLISHED_REPLICATIONS = 10_000;

const normal = normalPopulation(1, 1);
const money = lognormalPopulation();
const rate = bernoulliPopulation(0.2);

const PUBLISHED: readonly PublishedLine[] = [
  {
    outcome: 'normal, sd 1, MDE 0.2, no effect',
    control: normal,
    treatment: normal,
    mdeRelative: 0.2,
    stopUnits: 417,
    rejects: 0.052,
    coverage: 0.948,
    naivePeek: 0.184,
  },
  {
    outcome: 'normal, sd 1, MDE 0.2, effect = MDE',
    control: normal,
    treatment: normalPopulation(1.2, 1),
    mdeRelative: 0.2,
    stopUnits: 416,
    rejects: 0.813,
    coverage: 0.952,
    naivePeek: 0.871,
  },
  {
    outcome: 'lognormal(0, 1), MDE 15 %, no effect',
    control: money,
    treatment: money,
    mdeRelative: 0.15,
    stopUnits: 1194,
    rejects: 0.047,
    coverage: 0.953,
    naivePeek: 0.257,
  },
  {
    outcome: 'lognormal(0, 1), MDE 15 %, effect = MDE',
    control: money,
    treatment: lognormalPopulation(1.15),
    mdeRelative: 0.15,
    stopUnits: 1386,
    rejects: 0.8,
    coverage: 0.949,
    naivePeek: 0.89,
  },
  {
    outcome: 'Bernoulli 0.2, MDE 0.05, no effect',
    control: rate,
    treatment: rate,
    mdeRelative: 0.25,
    stopUnits: 1029,
    rejects: 0.054,
    coverage: 0.946,
    naivePeek: 0.255,
  },
  {
    outcome: 'Bernoulli 0.2, MDE 0.05, effect = MDE',
    control: rate,
    treatment: bernoulliPopulation(0.25),
    mdeRelative: 0.25,
    stopUnits: 1116,
    rejects: 0.809,
    coverage: 0.948,
    naivePeek: 0.893,
  },
];

/** How one experiment under the stopping rule went. */
type Run = {
  readonly unitsPerVariant: number;
  readonly rejects: boolean;
  readonly covers: boolean;
  /** Significant at some look up to the stop. */
  readonly everSignificant: boolean;
};

const withBatch = (
  moments: Moments,
  population: Population,
  random: Random,
): Moments =>
  mergeMoments(moments, momentsOf(drawUnits(population, BATCH, random)));

const runUntilPowered = (line: PublishedLine, random: Random): Run => {
  let control = EMPTY_MOMENTS;
  let treatment = EMPTY_MOMENTS;
  let everSignificant = false;
  const effect = line.treatment.mean - line.control.mean;
  for (;;) {
    control = withBatch(control, line.control, random);
    treatment = withBatch(treatment, line.treatment, random);
    const samples = {
      control: summaryOf(control),
      treatment: summaryOf(treatment),
    };
    const { pValue, ci } = valueOf(
      meanDifferenceTest({
        ...samples,
        alternative: 'two-sided',
        alpha: ALPHA,
      }),
    );
    everSignificant ||= pValue <= ALPHA;
    const { isPowered } = valueOf(
      fixedPowerCheck({
        ...samples,
        mdeRelative: line.mdeRelative,
        baselineMean: line.control.mean,
        alpha: ALPHA,
        sides: 2,
        power: POWER,
      }),
    );
    if (isPowered) {
      return {
        unitsPerVariant: control.n,
        rejects: pValue <= ALPHA,
        covers: ci[0] <= effect && effect <= ci[1],
        everSignificant,
      };
    }
  }
};

const published = (value: number, rounding: number): Claim => ({
  kind: 'same-as',
  value,
  replications: PUBLISHED_REPLICATIONS,
  rounding,
});

const figuresOf = (
  line: PublishedLine,
  { random, replications }: StudyContext,
): readonly Figure[] => {
  const count = replications(4_000);
  const units = new Float64Array(count);
  const hits = { rejects: 0, covers: 0, everSignificant: 0 };
  for (let i = 0; i < count; i += 1) {
    const run = runUntilPowered(line, random);
    units[i] = run.unitsPerVariant;
    hits.rejects += Number(run.rejects);
    hits.covers += Number(run.covers);
    hits.everSignificant += Number(run.everSignificant);
  }
  const figure = (
    quantity: string,
    observed: Observed,
    expected: { readonly nominal: number | null; readonly claim: Claim },
  ): Figure => ({ labels: [line.outcome], quantity, observed, ...expected });
  const isNull = line.treatment === line.control;
  return [
    figure('units per variant at the stop', averageOf(units), {
      nominal: null,
      claim: published(line.stopUnits, 0.5),
    }),
    figure(isNull ? 'false positives' : 'power', rateOf(hits.rejects, count), {
      nominal: isNull ? ALPHA : POWER,
      claim: published(line.rejects, 0.0005),
    }),
    figure('coverage', rateOf(hits.covers, count), {
      nominal: 1 - ALPHA,
      claim: published(line.coverage, 0.0005),
    }),
    figure('significant at some look', rateOf(hits.everSignificant, count), {
      nominal: null,
      claim: published(line.naivePeek, 0.0005),
    }),
  ];
};

/** The fixed-power design, which stops on precision. */
export const fixedPowerStudy: Study = {
  id: 'fixed-power',
  title: 'Fixed-power designs',
  sentence:
    'Two-sided at 5 %, power 80 %, a look after every 50 units per variant, stop at the first look with enough power whatever the effect. Every figure of the first six agrees with an independent simulation of 10,000 replications (its value is the claim). Stopping on precision keeps level, coverage and power; stopping on significance at the same looks (“significant at some look”) would find an effect where there is none in one experiment in five. Below: the look over several metrics (daily, 100 units per variant and day, effects of 10 and 40 %) and the fixed-width rule.',
  columns: ['outcome'],
  run: context => [
    ...PUBLISHED.flatMap(line => figuresOf(line, context)),
    ...fixedPrecisionLookFigures(context),
  ],
};
