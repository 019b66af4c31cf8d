import { analyzeExperiment } from '@etude/analysis';
import type { Claim, Figure } from '../../report/figure';
import type { Study, StudyContext } from '../../study';
import { NO_CLAIM, atLeast, atMost, rateOf } from '../../study';
import type { World } from './simulated-experiment';
import { arrivalsOf, drawDays, endedInput } from './simulated-experiment';
import { DESIGNS, TARGET, simulatedPlan } from './simulated-plan';

const CLASSES = ['win', 'regression', 'neutral', 'no-learning'] as const;
type VerdictClass = (typeof CLASSES)[number];

type VerdictCase = World & {
  /** Units over those that the calculator asks for. */
  readonly reserve: number;
  /** Of the units, by variant; left out: as designed. */
  readonly shares?: readonly number[];
  readonly variantIds?: readonly string[];
  readonly nominal: Partial<Readonly<Record<VerdictClass, number>>>;
  readonly claims: Partial<Readonly<Record<VerdictClass, Claim>>>;
};

const CASES: readonly VerdictCase[] = [
  {
    name: 'planned effect in one success metric',
    effects: { s1: TARGET },
    reserve: 1,
    nominal: { win: 0.8 },
    claims: { win: atLeast(0.8), regression: atMost(0.05) },
  },
  {
    name: 'planned effect in both success metrics',
    effects: { s1: TARGET, s2: TARGET },
    reserve: 1,
    nominal: { win: 0.8 },
    claims: { win: atLeast(0.8), regression: atMost(0.05) },
  },
  {
    name: 'no effect, units as planned',
    effects: {},
    reserve: 1,
    nominal: { win: 0.05, regression: 0.05 },
    claims: { win: atMost(0.05), regression: atMost(0.05) },
  },
  {
    name: 'no effect, 10 % more units than planned',
    effects: {},
    reserve: 1.1,
    nominal: { win: 0.05, regression: 0.05 },
    claims: {
      win: atMost(0.05),
      regression: atMost(0.05),
      neutral: atLeast(0.87),
      'no-learning': atMost(0.01),
    },
  },
  {
    name: 'no effect, half of the units',
    effects: {},
    reserve: 0.5,
    nominal: { 'no-learning': 1 },
    claims: {
      win: atMost(0.05),
      regression: atMost(0.05),
      neutral: atMost(0.001),
      'no-learning': atLeast(0.9),
    },
  },
  {
    name: 'planned effect, but a guardrail on its margin',
    effects: { s1: TARGET, g1: -TARGET },
    reserve: 1,
    nominal: { win: 0.05 },
    claims: { win: atMost(0.05), regression: atLeast(0.6) },
  },
  {
    name: 'a guardrail worse by two margins',
    effects: { g1: -2 * TARGET },
    reserve: 1,
    nominal: { regression: 1 },
    claims: { win: atMost(0.001), regression: atLeast(0.99) },
  },
  {
    name: 'a watched metric worse by 2 %',
    effects: { d1: -TARGET },
    reserve: 1,
    nominal: { regression: 1 },
    claims: { win: atMost(0.05), regression: atLeast(0.8) },
  },
  {
    name: 'planned effect, but 45 % of units instead of 50 %',
    effects: { s1: TARGET },
    reserve: 1,
    shares: [0.55, 0.45],
    nominal: { 'no-learning': 1 },
    claims: { 'no-learning': atLeast(0.99), win: atMost(0.01) },
  },
  {
    name: 'no effect in three treatment variants',
    effects: {},
    reserve: 1.1,
    variantIds: ['a', 'b', 'c', 'd'],
    nominal: { win: 0.05, regression: 0.05 },
    claims: {
      win: atMost(0.05),
      // The budget for false alarms is that of each treatment variant.
      regression: atMost(0.15),
      neutral: atLeast(0.75),
    },
  },
];

const figuresOf = (
  verdictCase: VerdictCase,
  { random, replications }: StudyContext,
): readonly Figure[] => {
  const { name, reserve, shares, nominal, claims } = verdictCase;
  const plan = simulatedPlan(DESIGNS['fixed horizon'], verdictCase.variantIds);
  const arrivals = arrivalsOf(plan, { reserve, shares });
  const count = replications(1_000);
  const classes = new Map<string, number>();
  for (let i = 0; i < count; i += 1) {
    const days = drawDays(verdictCase, random, arrivals);
    const { verdict } = analyzeExperiment(endedInput(plan, days));
    const found = verdict?.class ?? 'none';
    classes.set(found, (classes.get(found) ?? 0) + 1);
  }
  return CLASSES.map(verdictClass => ({
    labels: [name],
    quantity: `classed ${verdictClass}`,
    nominal: nominal[verdictClass] ?? null,
    observed: rateOf(classes.get(verdictClass) ?? 0, count),
    claim: claims[verdictClass] ?? NO_CLAIM,
  }));
};

/** How often an ended experiment is put into the wrong class. */
export const verdictsStudy: Study = {
  id: 'verdicts',
  title: 'Classes of ended experiments',
  sentence:
    'Whole experiments through the analysis: two success metrics (MDE 2 %), two guardrails (margin 2 %), one watched metric, alpha 5 %, power 80 %, sized by the calculator. Planned effects win with their power or more, nothing wins by chance in more than 5 %, over three variants too, and broken splits teach nothing. Known deviation: of experiments without an effect that get exactly the planned units, two in three are classed no-learning (underpowered), because the units needed are judged anew with the variances and means of the experiment and any of four metrics may fall short by a hair; 10 % more units than planned make them neutral. The budget for false regressions is that of a treatment variant: with three of them about one experiment in nine is classed regression by chance.',
  columns: ['truth'],
  run: context => CASES.flatMap(verdict => figuresOf(verdict, context)),
};
