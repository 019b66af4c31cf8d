import type { ExperimentPlan } from '@etude/lifecycle';
import type { AlphaSpending } from '@etude/stats';
import type { AnalysisInput } from '../analysis-input';
import type { MetricBound } from '../analysis-result';
import type { TestHistory } from '../looks/look-history';
import { isSequential } from './is-sequential';
import { wholePerPair } from '../metrics/projected-finish';

/** How often a test is looked at, and what keeps its level through that. */
export type Watch =
  | { readonly kind: 'once' }
  | {
      readonly kind: 'group-sequential';
      readonly spending: AlphaSpending;
      /** Units of control and the variant expected at the end. */
      readonly plannedUnits: number;
      readonly overRun: 'rescale' | 'strict';
      readonly underRun: 'leave-unspent' | 'spend-remaining';
    }
  | {
      readonly kind: 'always-valid';
      /** Units of the pair at which the sequence is tightest. */
      readonly tuningUnits: number;
    };

// Deterioration tests may ring at any look; squared time spends little early,
// when a few units decide, and most when there are many.
const MONITOR_SPENDING: AlphaSpending = { kind: 'power', exponent: 2 };

/**
 * Where an always-valid sequence is tightest when the plan expects no number
 * of units: it has to be chosen before the start, so it is the same for all.
 */
export const DEFAULT_TUNING_UNITS = 5_000;

/** The plan's units in control and one variant; undefined without a plan. */
export const plannedPairUnits = (
  plan: ExperimentPlan,
  variant: string,
): number | undefined =>
  plan.requiredUnits === undefined
    ? undefined
    : plan.requiredUnits / wholePerPair(plan, variant);

const mainWatch = (plan: ExperimentPlan, variant: string): Watch => {
  const { design } = plan;
  const plannedUnits = plannedPairUnits(plan, variant);
  if (design.kind === 'group-sequential') {
    return {
      kind: 'group-sequential',
      spending: design.spending,
      plannedUnits: plannedUnits ?? Number.NaN,
      overRun: design.overRun,
      underRun: 'leave-unspent',
    };
  }
  return design.kind === 'always-valid'
    ? {
        kind: 'always-valid',
        tuningUnits: plannedUnits ?? DEFAULT_TUNING_UNITS,
      }
    : { kind: 'once' };
};

/** What decides how one test of one variant is watched. */
export type WatchedTest = {
  readonly input: AnalysisInput;
  readonly variant: string;
  readonly kind: MetricBound['kind'];
  readonly history: TestHistory;
  /** No later look will come that this one could influence. */
  readonly isLast: boolean;
};

// The watch over deterioration is sequential from the moment looks are kept,
// whatever the main design is. At the end of a design that never stops for an
// effect, what is left of the level is spent, however many units came. With
// no look before it that is the ordinary test.
const deteriorationWatch = (test: WatchedTest): Watch => {
  const { input, variant, history, isLast } = test;
  const { design } = input.plan;
  const isDesigned = isSequential(design);
  if (input.pastLooks === undefined && !isDesigned) return { kind: 'once' };
  const isFinal = isLast && !isDesigned;
  if (isFinal && history.units.length === 0) return { kind: 'once' };
  const planned = plannedPairUnits(input.plan, variant);
  const isMemoryless =
    design.kind === 'always-valid' && input.pastLooks === undefined;
  return planned === undefined || isMemoryless
    ? { kind: 'always-valid', tuningUnits: planned ?? DEFAULT_TUNING_UNITS }
    : {
        kind: 'group-sequential',
        spending: MONITOR_SPENDING,
        plannedUnits: planned,
        overRun: 'rescale',
        underRun: isFinal ? 'spend-remaining' : 'leave-unspent',
      };
};

/** How a test of the plan is watched. */
export const watchOf = (test: WatchedTest): Watch =>
  test.kind === 'inferiority'
    ? deteriorationWatch(test)
    : mainWatch(test.input.plan, test.variant);
