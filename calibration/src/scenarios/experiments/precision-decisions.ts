import type { AnalysisResult, LookRecord } from '@etude/analysis';
import { analyzeExperiment } from '@etude/analysis';
import type { ExperimentPlan } from '@etude/lifecycle';
import type { Random } from '../../random/random';
import type { Claim, Figure, Observed } from '../../report/figure';
import type { Study, StudyContext } from '../../study';
import {
  NO_CLAIM,
  atLeast,
  atMost,
  averageOf,
  between,
  rateOf,
} from '../../study';
import type { Arrivals, SimulatedDays, World } from './simulated-experiment';
import { DAYS, arrivalsOf, drawDays, inputAfter } from './simulated-experiment';
import { DESIGNS, TARGET, simulatedPlan } from './simulated-plan';

// Units come so fast that the rule is met after about ten of fourteen days.
const RESERVE = 1.4;

/** How one experiment ended that was looked at on every day. */
type Ended = {
  readonly ships: boolean;
  readonly verdictClass: string;
  /** Units at the stop; undefined when something else ended it. */
  readonly stopUnits: number | undefined;
  /** Units on the first day with those that true spreads ask for. */
  readonly oracleUnits: number;
};

const unitsAfter = (days: SimulatedDays, day: number): number =>
  days[day - 1]?.totalUnits ?? Number.NaN;

const oracleUnits = (plan: ExperimentPlan, days: SimulatedDays): number =>
  days
    .map(({ totalUnits }) => totalUnits)
    .find(units => units >= (plan.requiredUnits ?? Number.NaN)) ??
  unitsAfter(days, DAYS);

const shipsIn = ({ recommendations }: AnalysisResult): boolean =>
  recommendations[0]?.action === 'ship';

/** Looks on every day, given all looks before; ends at a stop or an abort. */
const runOne = (
  world: World,
  plan: ExperimentPlan,
  from: { readonly random: Random; readonly arrivals: Arrivals },
): Ended => {
  const days = drawDays(world, from.random, from.arrivals);
  const pastLooks: LookRecord[] = [];
  for (let day = 1; ; day += 1) {
    const input = { ...inputAfter(plan, days, day), pastLooks };
    const { progress, recommendations, look } = analyzeExperiment(input);
    const isStop = progress.stopReachedAt !== undefined;
    const isAbort = recommendations[0]?.action === 'abort';
    if (isStop || isAbort || day === DAYS) {
      const ended = analyzeExperiment({
        ...input,
        state: 'ended',
        // Ending at the design's own stop is no early stop.
        endReason: isAbort ? 'abort' : 'planned-end',
      });
      return {
        ships: shipsIn(ended),
        verdictClass: ended.verdict?.class ?? 'none',
        stopUnits: isStop ? unitsAfter(days, day) : undefined,
        oracleUnits: oracleUnits(plan, days),
      };
    }
    pastLooks.push(look);
  }
};

type PrecisionDesign = {
  readonly name: string;
  readonly plan: ExperimentPlan;
};

type PrecisionCase = World & {
  readonly ships: { readonly nominal: number | null; readonly claim: Claim };
  readonly regression: Claim;
  /** False where an abort ends most of them before the stop. */
  readonly stops: boolean;
};

const CASES: readonly PrecisionCase[] = [
  {
    name: 'no effect',
    effects: {},
    ships: { nominal: 0.05, claim: atMost(0.05) },
    regression: atMost(0.05),
    stops: true,
  },
  {
    name: 'a guardrail on its margin, planned effect',
    effects: { s1: TARGET, s2: TARGET, g1: -TARGET },
    ships: { nominal: 0.05, claim: atMost(0.05) },
    regression: NO_CLAIM,
    stops: false,
  },
  {
    name: 'planned effect in one success metric',
    effects: { s1: TARGET },
    ships: { nominal: 0.8, claim: atLeast(0.8) },
    regression: atMost(0.05),
    stops: true,
  },
  {
    name: 'a guardrail worse by two margins',
    effects: { g1: -2 * TARGET },
    ships: { nominal: null, claim: atMost(0.001) },
    regression: atLeast(0.99),
    stops: false,
  },
];

type Stopped = { readonly stopUnits: number; readonly oracleUnits: number };

const stoppedOf = (runs: readonly Ended[]): readonly Stopped[] =>
  runs.flatMap(({ stopUnits, oracleUnits: oracle }) =>
    stopUnits === undefined ? [] : [{ stopUnits, oracleUnits: oracle }],
  );

const figuresOf = (
  { name, plan }: PrecisionDesign,
  { random, replications }: StudyContext,
): readonly Figure[] => {
  const arrivals = arrivalsOf(plan, { reserve: RESERVE });
  const count = replications(200);
  return CASES.flatMap((world): readonly Figure[] => {
    const runs = Array.from({ length: count }, () =>
      runOne(world, plan, { random, arrivals }),
    );
    const figure = (
      quantity: string,
      observed: Observed,
      expected: { readonly nominal: number | null; readonly claim: Claim },
    ): Figure => ({
      labels: [name, world.name],
      quantity,
      observed,
      ...expected,
    });
    const stopped = stoppedOf(runs);
    const rate = (happens: (run: Ended) => boolean) =>
      rateOf(runs.filter(happens).length, count);
    return [
      figure(
        'ships',
        rate(({ ships }) => ships),
        world.ships,
      ),
      figure(
        'classed regression',
        rate(({ verdictClass }) => verdictClass === 'regression'),
        { nominal: null, claim: world.regression },
      ),
      ...(!world.stops
        ? []
        : [
            figure('stopped on precision', rateOf(stopped.length, count), {
              nominal: null,
              claim: atLeast(0.9),
            }),
            figure(
              'units at the stop / the oracle’s',
              averageOf(
                stopped.map(
                  ({ stopUnits, oracleUnits: oracle }) => stopUnits / oracle,
                ),
              ),
              { nominal: 1, claim: between(1, 1.05) },
            ),
          ]),
    ];
  });
};

const designs = (): readonly PrecisionDesign[] => [
  { name: 'fixed power', plan: simulatedPlan(DESIGNS['fixed power']) },
  {
    name: 'fixed width of 2 %',
    plan: simulatedPlan(DESIGNS['fixed width of 2 %']),
  },
];

/** The ship decision of designs that stop on precision. */
export const precisionDecisionsStudy: Study = {
  id: 'precision-decisions',
  title: 'The ship decision at a stop on precision',
  sentence:
    'Whole experiments through the analysis, looked at on every day with the looks before; they end on the day that the analysis says the rule is met, at an abort, or after 14 days. Two success metrics, two guardrails, one watched metric; units arrive so that the rule is met after about ten days. The oracle knows the spreads and stops on the first day with the units that the calculator asks for.',
  columns: ['design', 'truth'],
  run: context => designs().flatMap(design => figuresOf(design, context)),
};
