import type { Problem, Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import type { PlannedSpending } from '@etude/lifecycle';
import type { LookPlan } from './look-plan';
import type { PlanContext } from './plan-context';
import { daysOfCost, lookPlanOf } from './plan-context';
import { priceSentence } from './price-sentence';
import type { DesignPrice } from './sample-size-plan';
import type { DecisionCost } from './sized-decision';
import { decisionCost } from './sized-decision';
import { roundedUnits } from './whole-experiment';

type Offer = Pick<DesignPrice, 'design' | 'label' | 'looks'> & {
  readonly plan: LookPlan;
};

/** Prices, and why a design has none. */
export type OfferedPrices = {
  readonly prices: readonly DesignPrice[];
  readonly notices: readonly Problem[];
};

const WEEK = 7;
// More looks than this cost next to nothing more.
const MOST_LOOKS = 28;
const LOOKS_WITHOUT_TRAFFIC = [4, 14] as const;

const lookLabel = (looks: number, days: number | null): string => {
  if (days === null) return `${looks} looks`;
  if (looks === days) return `${looks} looks, daily`;
  return looks === Math.ceil(days / WEEK)
    ? `${looks} looks, weekly`
    : `${looks} looks`;
};

const lookChoices = (own: LookPlan, days: number | null): readonly number[] => {
  const choices = new Set<number>();
  if (own.kind === 'group-sequential') choices.add(own.looks);
  const usual =
    days === null
      ? LOOKS_WITHOUT_TRAFFIC
      : [Math.ceil(days / WEEK), Math.min(days, MOST_LOOKS)];
  for (const looks of usual) if (looks > 1) choices.add(looks);
  return [...choices].sort((a, b) => a - b);
};

const offersOf = (own: LookPlan, days: number | null): readonly Offer[] => {
  const spending: PlannedSpending =
    own.kind === 'group-sequential' ? own.spending : { kind: 'obrien-fleming' };
  return [
    {
      design: 'fixed-horizon',
      label: 'Fixed horizon',
      looks: 1,
      plan: { kind: 'once' },
    },
    {
      design: 'fixed-power',
      label: 'Fixed power',
      looks: 1,
      plan: { kind: 'once' },
    },
    ...lookChoices(own, days).map((looks): Offer => ({
      design: 'group-sequential',
      label: `Group sequential, ${lookLabel(looks, days)}`,
      looks,
      plan: { kind: 'group-sequential', looks, spending },
    })),
    {
      design: 'always-valid',
      label: 'Always valid',
      looks: null,
      plan: { kind: 'always-valid' },
    },
  ];
};

const priceOf = (
  { plan: _plan, ...offer }: Offer,
  cost: DecisionCost,
  { context, fixedUnits }: { context: PlanContext; fixedUnits: number },
): DesignPrice => {
  const { weights, forecast, sized } = context;
  const maximumUnits = roundedUnits(cost.maximumUnits, weights);
  const meanUnits = (share: number): number =>
    Math.min(maximumUnits, Math.ceil(share * cost.maximumUnits));
  const needed = daysOfCost(cost, context);
  const expectedUnitsUnderEffect = meanUnits(cost.shareUnderEffect);
  const windowDays = Math.max(
    ...sized.map(({ metric }) => metric.windowDays ?? 0),
  );
  const early = forecast?.daysUntil([
    { units: expectedUnitsUnderEffect, windowDays },
  ]);
  const isOneLook = cost.shareUnderNull === 1;
  const price = {
    ...offer,
    maximumUnits,
    expectedUnitsUnderNull: isOneLook
      ? maximumUnits
      : meanUnits(cost.shareUnderNull),
    expectedUnitsUnderEffect: isOneLook
      ? maximumUnits
      : expectedUnitsUnderEffect,
    days: needed?.days ?? null,
    daysLow: needed?.low ?? null,
    daysHigh: needed?.high ?? null,
    expectedDaysUnderEffect: isOneLook
      ? (needed?.days ?? null)
      : (early?.days ?? null),
    inflation: cost.maximumUnits / fixedUnits,
  };
  return { ...price, sentence: priceSentence(price) };
};

// All offers of one kind have the spending of the plan.
const isSamePlan = (a: LookPlan, b: LookPlan): boolean =>
  a.kind === 'group-sequential' && b.kind === 'group-sequential'
    ? a.looks === b.looks
    : a.kind === b.kind;

/**
 * The designs side by side, each with the units and days it needs for the
 * same alpha and power of the decision: fixed horizon, fixed power, group
 * sequential with the planned looks and with weekly and daily ones, always
 * valid. `fixed` is the cost of one look, `own` that of the plan's design.
 *
 * Fixed power costs what one look costs as long as history is right. A design
 * that cannot hold the rates, such as always valid at an alpha of 50 %, has no
 * price but a notice.
 */
export const designPrices = (
  context: PlanContext,
  { fixed, own }: { readonly fixed: DecisionCost; readonly own: DecisionCost },
): OfferedPrices => {
  const ownPlan = lookPlanOf(context.input);
  const days = daysOfCost(fixed, context)?.days ?? null;
  const fixedUnits = fixed.maximumUnits;
  const prices: DesignPrice[] = [];
  const notices: Problem[] = [];
  const costOf = (plan: LookPlan): Result<DecisionCost> => {
    if (plan.kind === 'once') return ok(fixed);
    return isSamePlan(plan, ownPlan)
      ? ok(own)
      : decisionCost(context.sized, context.tree, plan);
  };
  for (const offer of offersOf(ownPlan, days)) {
    const cost = costOf(offer.plan);
    if (cost.ok) {
      prices.push(priceOf(offer, cost.value, { context, fixedUnits }));
    } else {
      notices.push(
        ...cost.problems.map(problem => ({ ...problem, path: 'prices' })),
      );
    }
  }
  return { prices, notices };
};
