import type { AnalysisResult, LookRecord } from '@etude/analysis';
import { analyzeExperiment } from '@etude/analysis';
import type { ExperimentPlan } from '@etude/lifecycle';
import type { Random } from '../../random/random';
import type { Claim, Figure } from '../../report/figure';
import type { Study, StudyContext } from '../../study';
import { NO_CLAIM, atLeast, atMost, rateOf } from '../../study';
import type { Arrivals, World } from './simulated-experiment';
import {
  arrivalsOf,
  drawDays,
  endedInput,
  inputAfter,
} from './simulated-experiment';
import { TARGET, simulatedPlan } from './simulated-plan';

// Every second day, the last one at the end.
const LOOK_DAYS = [2, 4, 6, 8, 10, 12];

type Alarms = {
  deterioration: number;
  sampleRatio: number;
  abort: number;
  regression: number;
};

const NO_ALARMS: Alarms = {
  deterioration: 0,
  sampleRatio: 0,
  abort: 0,
  regression: 0,
};

type MonitoredCase = World & {
  readonly claims: Readonly<Record<keyof Alarms, Claim>>;
};

const CASES: readonly MonitoredCase[] = [
  {
    name: 'no effect',
    effects: {},
    claims: {
      deterioration: atMost(0.05),
      sampleRatio: atMost(0.01),
      abort: atMost(0.06),
      regression: atMost(0.05),
    },
  },
  {
    name: 'a guardrail worse by two margins',
    effects: { g1: -2 * TARGET },
    claims: {
      deterioration: atLeast(0.9),
      sampleRatio: atMost(0.01),
      abort: atLeast(0.9),
      regression: atLeast(0.98),
    },
  },
  {
    name: 'everything better by the planned effect',
    effects: { s1: TARGET, s2: TARGET, g1: TARGET, g2: TARGET, d1: TARGET },
    claims: {
      deterioration: atMost(0.01),
      sampleRatio: atMost(0.01),
      abort: atMost(0.02),
      regression: NO_CLAIM,
    },
  },
];

const alarmsOf = ({ monitors, health, recommendations }: AnalysisResult) => ({
  deterioration: monitors.some(({ state }) => state === 'alarm'),
  sampleRatio: health.some(({ id, state }) => id === 'srm' && state === 'fail'),
  abort: recommendations.some(({ action }) => action === 'abort'),
});

/** Watches an experiment to its end: what rang at any look, and its class. */
const watchOne = (
  world: World,
  plan: ExperimentPlan,
  from: {
    readonly random: Random;
    readonly arrivals: Arrivals;
  },
) => {
  const days = drawDays(world, from.random, from.arrivals);
  const pastLooks: LookRecord[] = [];
  const rang = { deterioration: false, sampleRatio: false, abort: false };
  for (const day of LOOK_DAYS) {
    const result = analyzeExperiment({
      ...inputAfter(plan, days, day),
      pastLooks,
    });
    pastLooks.push(result.look);
    const alarms = alarmsOf(result);
    rang.deterioration ||= alarms.deterioration;
    rang.sampleRatio ||= alarms.sampleRatio;
    rang.abort ||= alarms.abort;
  }
  const end = analyzeExperiment({ ...endedInput(plan, days), pastLooks });
  return { ...rang, regression: end.verdict?.class === 'regression' };
};

const QUANTITIES: Readonly<
  Record<keyof Alarms, readonly [quantity: string, nominal: number]>
> = {
  deterioration: ['deterioration alarm at some look', 0.05],
  sampleRatio: ['sample ratio alarm at some look', 0.01],
  abort: ['abort recommended at some look', 0.06],
  regression: ['classed regression at the end', 0.05],
};

const figuresOf = (
  monitored: MonitoredCase,
  plan: ExperimentPlan,
  { random, replications }: StudyContext,
): readonly Figure[] => {
  const arrivals = arrivalsOf(plan);
  const count = replications(400);
  const hits = { ...NO_ALARMS };
  const kinds = Object.keys(QUANTITIES) as (keyof Alarms)[];
  for (let i = 0; i < count; i += 1) {
    const rang = watchOne(monitored, plan, { random, arrivals });
    for (const kind of kinds) hits[kind] += Number(rang[kind]);
  }
  return kinds.map(kind => ({
    labels: [monitored.name],
    quantity: QUANTITIES[kind][0],
    nominal: monitored.name === 'no effect' ? QUANTITIES[kind][1] : null,
    observed: rateOf(hits[kind], count),
    claim: monitored.claims[kind],
  }));
};

/** False alarms of everything that watches a running experiment. */
export const monitoringStudy: Study = {
  id: 'monitoring',
  title: 'Monitoring a running experiment',
  sentence:
    'Whole experiments through the analysis, a look every second day that is given the looks before, then the end: two success metrics, two guardrails, one watched metric, one treatment variant, fixed horizon. Over all metrics and looks together, sound experiments raise a deterioration alarm in at most 5 % and a sample ratio alarm in at most 1 %.',
  columns: ['truth'],
  run: context => {
    const plan = simulatedPlan();
    return CASES.flatMap(monitored => figuresOf(monitored, plan, context));
  },
};
