import type {
  AlphaSpending,
  GroupSequentialInput,
  Moments,
  OverRun,
  SequentialLook,
} from '@etude/stats';
import {
  EMPTY_MOMENTS,
  groupSequentialAnalysis,
  mergeMoments,
  momentsOf,
  summaryOf,
} from '@etude/stats';
import type { Population } from '../populations/population';
import {
  bernoulliPopulation,
  drawUnits,
  lognormalPopulation,
} from '../populations/population';
import type { Random } from '../random/random';
import type { Claim, Figure } from '../report/figure';
import type { Study, StudyContext } from '../study';
import { atMost, between, countRate, valueOf } from '../study';

const ALPHA = 0.05;
const OBRIEN_FLEMING: AlphaSpending = { kind: 'obrien-fleming' };
const POCOCK: AlphaSpending = { kind: 'pocock' };

type Rules = Pick<
  GroupSequentialInput,
  'spending' | 'plannedTotal' | 'overRun' | 'underRun'
>;

// The bound a look is judged with is told by counts alone.
const anyLook = (total: number): SequentialLook => {
  const sample = { n: total / 2, mean: 0, variance: 1 };
  return { control: sample, treatment: sample };
};

/** The bound of the last of these looks, when it is the latest. */
const latestBound = (totals: readonly number[], rules: Rules): number =>
  valueOf(
    groupSequentialAnalysis({
      looks: totals.map(anyLook),
      alternative: 'two-sided',
      alpha: ALPHA,
      ...rules,
    }),
  ).at(-1)?.bound ?? Number.NaN;

/** Whether a path without effect crosses the bound of some look. */
const crosses = (
  random: Random,
  totals: readonly number[],
  bounds: readonly number[],
): boolean => {
  let [level, before] = [0, 0];
  return totals.some((total, k) => {
    level += Math.sqrt(total - before) * random.normal();
    before = total;
    return Math.abs(level / Math.sqrt(total)) > (bounds[k] ?? Infinity);
  });
};

type RunCase = {
  readonly rule: string;
  readonly run: string;
  readonly totals: readonly number[];
  readonly rules: Rules;
  readonly claim: Claim;
};

const AS_PLANNED = [2_000, 4_000, 6_000, 8_000, 10_000];
const OVER_RUN = [...AS_PLANNED, 12_000, 14_000, 16_000];
const UNDER_RUN = AS_PLANNED.slice(0, 3);

const overRun = (
  rule: OverRun,
  spending: AlphaSpending,
  claim: Claim,
): RunCase => ({
  rule: `${spending.kind === 'pocock' ? 'Pocock' : 'O’Brien–Fleming'} type, over-run ${rule}`,
  run: '8 looks, 60 % more units than planned',
  totals: OVER_RUN,
  rules: { spending, plannedTotal: 10_000, overRun: rule },
  claim,
});

const RUNS: readonly RunCase[] = [
  overRun('rescale', OBRIEN_FLEMING, between(0.07, 0.095)),
  overRun('rescale', POCOCK, between(0.05, 0.075)),
  overRun('strict', OBRIEN_FLEMING, between(0.0495, 0.05)),
  overRun('strict', POCOCK, between(0.0495, 0.05)),
  {
    rule: 'O’Brien–Fleming type, under-run leave-unspent',
    run: '3 of 5 looks, 60 % of the planned units',
    totals: UNDER_RUN,
    rules: { spending: OBRIEN_FLEMING, plannedTotal: 10_000 },
    claim: atMost(0.05),
  },
];

const runFigure = (
  { rule, run, totals, rules, claim }: RunCase,
  { random, replications }: StudyContext,
): Figure => {
  const bounds = totals.map((_, k) =>
    latestBound(totals.slice(0, k + 1), rules),
  );
  return {
    labels: [rule, run],
    quantity: 'false positives, all looks',
    nominal: ALPHA,
    observed: countRate(replications(200_000), () =>
      crosses(random, totals, bounds),
    ),
    claim,
  };
};

// The last of an ended test's looks may spend what is left; those before it
// were judged without.
const spendRemaining = ({ random, replications }: StudyContext): Figure => {
  const rules = { spending: OBRIEN_FLEMING, plannedTotal: 10_000 };
  const bounds = UNDER_RUN.map((_, k) =>
    latestBound(UNDER_RUN.slice(0, k + 1), {
      ...rules,
      underRun:
        k === UNDER_RUN.length - 1 ? 'spend-remaining' : 'leave-unspent',
    }),
  );
  return {
    labels: [
      'O’Brien–Fleming type, under-run spend-remaining',
      '3 of 5 looks, 60 % of the planned units',
    ],
    quantity: 'false positives, all looks',
    nominal: ALPHA,
    observed: countRate(replications(200_000), () =>
      crosses(random, UNDER_RUN, bounds),
    ),
    claim: between(0.0495, 0.05),
  };
};

type Grown = { readonly control: Moments; readonly treatment: Moments };

const grow = (
  { control, treatment }: Grown,
  random: Random,
  [c, t]: readonly [Population, Population],
): Grown => ({
  control: mergeMoments(control, momentsOf(drawUnits(c, 100, random))),
  treatment: mergeMoments(treatment, momentsOf(drawUnits(t, 100, random))),
});

/** Looks at unit values, after every 100 units per variant. */
const drawLooks = (
  random: Random,
  populations: readonly [Population, Population],
): readonly SequentialLook[] => {
  let grown: Grown = { control: EMPTY_MOMENTS, treatment: EMPTY_MOMENTS };
  return Array.from({ length: 5 }, () => {
    grown = grow(grown, random, populations);
    return {
      control: summaryOf(grown.control),
      treatment: summaryOf(grown.treatment),
    };
  });
};

const dataFigures = (
  { random, replications }: StudyContext,
  populations: readonly [Population, Population],
): readonly Figure[] => {
  const [control, treatment] = populations;
  const labels = [
    'Pocock type, variance estimated',
    `${control.name}, 5 looks, 500 + 500 units`,
  ];
  const analysed = (looks: readonly SequentialLook[]) =>
    valueOf(
      groupSequentialAnalysis({
        looks,
        plannedTotal: 1_000,
        spending: POCOCK,
        alternative: 'two-sided',
        alpha: ALPHA,
      }),
    );
  const effect = treatment.mean - control.mean;
  const count = replications(1_200);
  return [
    {
      labels,
      quantity: 'false positives, all looks',
      nominal: ALPHA,
      observed: countRate(count, () =>
        analysed(drawLooks(random, [control, control])).some(
          ({ significant }) => significant,
        ),
      ),
      claim: between(0.03, 0.07),
    },
    {
      labels,
      quantity: 'repeated intervals all hold the effect',
      nominal: 1 - ALPHA,
      observed: countRate(count, () =>
        analysed(drawLooks(random, populations)).every(
          ({ ci }) => ci[0] <= effect && effect <= ci[1],
        ),
      ),
      claim: between(0.92, 0.97),
    },
  ];
};

/** Group sequential tests that do not run as planned, and on unit values. */
export const groupSequentialRunsStudy: Study = {
  id: 'group-sequential-runs',
  title: 'Group sequential tests off their plan',
  sentence:
    'Two-sided at 5 %, 5 looks planned. With strict over-run, and with both ways of under-run, 5 % hold. Known deviation, the default’s price for simplicity: rescaling spends the past again, and rejects in up to 9 % when an experiment has had its final look and goes on for 60 % longer. With estimated variances, 100 units per variant at the first look and skewed values the level holds within two points.',
  columns: ['rule', 'run'],
  run: context => [
    ...RUNS.map(run => runFigure(run, context)),
    spendRemaining(context),
    ...dataFigures(context, [lognormalPopulation(), lognormalPopulation(1.2)]),
    ...dataFigures(context, [
      bernoulliPopulation(0.2),
      bernoulliPopulation(0.3),
    ]),
  ],
};
