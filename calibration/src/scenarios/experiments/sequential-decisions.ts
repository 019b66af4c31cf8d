import type { LookRecord } from '@etude/analysis';
import { analyzeExperiment } from '@etude/analysis';
import type { ExperimentDesign, ExperimentPlan } from '@etude/lifecycle';
import type { Random } from '../../random/random';
import type { Claim, Figure } from '../../report/figure';
import type { Study, StudyContext } from '../../study';
import { NO_CLAIM, atLeast, atMost, averageOf, rateOf } from '../../study';
import type { Arrivals, World } from './simulated-experiment';
import {
  DAYS,
  arrivalsOf,
  drawDays,
  endedInput,
  inputAfter,
} from './simulated-experiment';
import { DESIGNS, TARGET, simulatedPlan } from './simulated-plan';

// Every second day; the last look is the end.
const LOOK_DAYS = [2, 4, 6, 8, 10, 12];

type Decision = { readonly ships: boolean; readonly day: number };

/** Follows every recommendation of the analysis: who ships, ships at once. */
const decide = (
  world: World,
  plan: ExperimentPlan,
  from: { readonly random: Random; readonly arrivals: Arrivals },
): Decision => {
  const days = drawDays(world, from.random, from.arrivals);
  const pastLooks: LookRecord[] = [];
  for (const day of LOOK_DAYS) {
    const { recommendations, look } = analyzeExperiment({
      ...inputAfter(plan, days, day),
      pastLooks,
    });
    pastLooks.push(look);
    const action = recommendations[0]?.action;
    if (action === 'ship') return { ships: true, day };
    if (action === 'abort') return { ships: false, day };
  }
  const { recommendations } = analyzeExperiment({
    ...endedInput(plan, days),
    pastLooks,
  });
  return { ships: recommendations[0]?.action === 'ship', day: DAYS };
};

type DecisionCase = World & { readonly claim: Claim; readonly nominal: number };

const CASES: readonly DecisionCase[] = [
  { name: 'no effect', effects: {}, nominal: 0.05, claim: atMost(0.05) },
  {
    name: 'a guardrail on its margin, planned effect',
    effects: { s1: TARGET, s2: TARGET, g1: -TARGET },
    nominal: 0.05,
    claim: atMost(0.05),
  },
  {
    name: 'planned effect in both success metrics',
    effects: { s1: TARGET, s2: TARGET },
    nominal: 0.8,
    claim: atLeast(0.8),
  },
];

const figuresOf = (
  [name, design]: readonly [string, ExperimentDesign],
  { random, replications }: StudyContext,
): readonly Figure[] => {
  const plan = simulatedPlan(design);
  const arrivals = arrivalsOf(plan);
  const count = replications(300);
  return CASES.flatMap(world => {
    const ends = new Float64Array(count);
    let ships = 0;
    for (let i = 0; i < count; i += 1) {
      const decision = decide(world, plan, { random, arrivals });
      ships += Number(decision.ships);
      ends[i] = decision.day;
    }
    const labels = [name, world.name];
    return [
      {
        labels,
        quantity: 'ships',
        nominal: world.nominal,
        observed: rateOf(ships, count),
        claim: world.claim,
      },
      {
        labels,
        quantity: 'days until the decision',
        nominal: null,
        observed: averageOf(ends),
        claim: NO_CLAIM,
      },
    ];
  });
};

const SEQUENTIAL = ['group sequential, 7 looks', 'always valid'] as const;

/** The ship decision when it may be taken at any look. */
export const sequentialDecisionsStudy: Study = {
  id: 'sequential-decisions',
  title: 'The ship decision at any look',
  sentence:
    'Whole experiments through the analysis, a look every second day that is given the looks before; a variant ships at the first look that recommends it and stops at the first abort. Two success metrics, two guardrails, one watched metric; sized by the calculator for its design, whose units arrive within two weeks.',
  columns: ['design', 'truth'],
  run: context =>
    SEQUENTIAL.flatMap(name => figuresOf([name, DESIGNS[name]], context)),
};
