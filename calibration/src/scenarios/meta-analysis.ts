import type {
  EstimatedEffect,
  Interval,
  PooledEffectInput,
} from '@etude/stats';
import { cumulativeImpact, pooledEffect } from '@etude/stats';
import type { Random } from '../random/random';
import type { Claim, Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import {
  NO_CLAIM,
  averageOf,
  between,
  countRate,
  rateOf,
  valueOf,
} from '../study';

const ALPHA = 0.05;
const CENTRE = 0.5;

type Experiments = {
  readonly effects: readonly EstimatedEffect[];
  readonly truths: readonly number[];
};

/** Experiments with known truth: N(0.5, tau²), standard errors of 0.5 to 1.5. */
const drawExperiments = (
  random: Random,
  count: number,
  tau: number,
): Experiments => {
  const truths = Array.from(
    { length: count },
    () => CENTRE + tau * random.normal(),
  );
  return {
    truths,
    effects: truths.map(truth => {
      const stdErr = 0.5 + random.uniform();
      return { estimate: truth + stdErr * random.normal(), stdErr };
    }),
  };
};

const holds = (ci: Interval, truth: number): boolean =>
  ci[0] <= truth && truth <= ci[1];

type PooledCase = {
  readonly name: string;
  readonly count: number;
  readonly tau: number;
  readonly options: Pick<PooledEffectInput, 'method' | 'inference'>;
  readonly claim: Claim;
};

const hartungKnapp = { method: 'reml', inference: 'hartung-knapp' } as const;

const POOLED: readonly PooledCase[] = [
  {
    name: 'fixed effect',
    count: 5,
    tau: 0,
    options: { method: 'fixed' },
    claim: between(0.9495, 0.9505),
  },
  {
    name: 'REML, z',
    count: 5,
    tau: 1,
    options: { method: 'reml' },
    claim: NO_CLAIM,
  },
  {
    name: 'REML, Hartung–Knapp',
    count: 5,
    tau: 1,
    options: hartungKnapp,
    claim: between(0.935, 0.96),
  },
  {
    name: 'REML, z',
    count: 30,
    tau: 1,
    options: { method: 'reml' },
    claim: between(0.925, 0.955),
  },
  {
    name: 'REML, Hartung–Knapp',
    count: 30,
    tau: 1,
    options: hartungKnapp,
    claim: between(0.94, 0.96),
  },
];

const truthName = (count: number, tau: number): string =>
  `${count} experiments, ${tau === 0 ? 'one true effect' : `true effects N(${CENTRE}, ${tau}²)`}`;

const pooledFigure = (
  { name, count, tau, options, claim }: PooledCase,
  { random, replications }: StudyContext,
): Figure => ({
  labels: [name, truthName(count, tau)],
  quantity: 'coverage',
  nominal: 1 - ALPHA,
  observed: countRate(
    replications(options.method === 'fixed' ? 40_000 : 3_000),
    () => {
      const { effects } = drawExperiments(random, count, tau);
      const { ci } = valueOf(
        pooledEffect({ effects, alpha: ALPHA, ...options }),
      );
      return holds(ci, CENTRE);
    },
  ),
  claim,
});

const PROGRAMME = 60;
// One-sided at 5 %: what would have shipped.
const Z = 1.6448536269514722;

type ImpactCounts = {
  readonly errors: Float64Array;
  covered: number;
};

const impactFigures = ({
  random,
  replications,
}: StudyContext): readonly Figure[] => {
  const count = replications(1_500);
  const kinds = ['measured', 'impact'] as const;
  const counts = kinds.map((): ImpactCounts => ({
    errors: new Float64Array(count),
    covered: 0,
  }));
  for (let i = 0; i < count; i += 1) {
    const { effects, truths } = drawExperiments(random, PROGRAMME, 1);
    const judged = effects.map(effect => ({
      ...effect,
      shipped: effect.estimate > Z * effect.stdErr,
    }));
    const truth = truths.reduce(
      (sum, own, k) => sum + (judged[k]?.shipped === true ? own : 0),
      0,
    );
    const totals = valueOf(cumulativeImpact({ effects: judged, alpha: ALPHA }));
    kinds.forEach((kind, k) => {
      const tally = counts[k];
      if (tally === undefined) return;
      tally.errors[i] = totals[kind].estimate - truth;
      tally.covered += Number(holds(totals[kind].ci, truth));
    });
  }
  return kinds.flatMap((kind, k): readonly Figure[] => {
    const { errors, covered } = counts[k] ?? { errors: [], covered: NaN };
    const labels = [
      kind === 'impact'
        ? 'cumulative impact, shrunken'
        : 'sum of what shipped effects measured',
      truthName(PROGRAMME, 1),
    ];
    return [
      {
        labels,
        quantity: 'mean error of the sum',
        nominal: 0,
        observed: averageOf(errors),
        claim: kind === 'impact' ? between(-0.5, 0.5) : NO_CLAIM,
      },
      {
        labels,
        quantity: 'coverage',
        nominal: 1 - ALPHA,
        observed: rateOf(covered, count),
        claim: kind === 'impact' ? between(0.93, 0.97) : NO_CLAIM,
      },
    ];
  });
};

/** What several experiments say together. */
export const metaAnalysisStudy: Study = {
  id: 'meta-analysis',
  title: 'Several experiments together',
  sentence:
    'Intervals at 95 %. Pooling over five experiments whose effects differ needs Hartung–Knapp; z is too narrow there and nearly right with thirty. Of what a programme shipped because it was significant, the measured effects add up to too much; the sum of the shrunken ones is right on average, to a fraction of one experiment’s standard error. Its interval allows for the spread of true effects being estimated.',
  columns: ['method', 'truth'],
  run: context => [
    ...POOLED.map(pooled => pooledFigure(pooled, context)),
    ...impactFigures(context),
  ],
};
