import { checkAlpha, checkCount, checkPower } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { DecisionNode } from './decision-node';
import { checkDecisionNode } from './decision-node';
import { LEAST_RATE } from './decision-rule-design';

/** The error rates that the decision as a whole has to hold. */
export type DecisionErrorRates = {
  /** Risk of shipping any of the variants by mistake. */
  readonly alpha: number;
  /** Chance of shipping a variant that is as good as designed for. */
  readonly power: number;
  /** Variants compared with the control; default 1. */
  readonly treatmentVariants?: number;
  /**
   * Total false-alarm rate of vetoes beside the tree, to be paid for out of
   * β: the strict guarantee. Default 0: the default guarantee.
   */
  readonly vetoAlpha?: number;
};

/** Level at which one hypothesis is tested, and power it is sized for. */
export type HypothesisErrorRates = {
  readonly alpha: number;
  readonly power: number;
};

const checkVetoes = ({
  power,
  vetoAlpha = 0,
}: DecisionErrorRates): readonly StatsProblem[] => {
  if (vetoAlpha === 0) return [];
  const problems = checkAlpha(vetoAlpha, 'vetoAlpha');
  return problems.length > 0 || 1 - power - vetoAlpha > LEAST_RATE
    ? problems
    : [
        {
          code: 'ETUDE_STATS_INVALID_POWER',
          path: 'power',
          message: `power is ${power}: with false vetoes of ${vetoAlpha} a power of 1 − ${vetoAlpha} or more cannot be guaranteed. Lower the power or vetoAlpha.`,
        },
      ];
};

type Rates = { readonly alpha: number; readonly beta: number };

// A test that stands at several places has to serve the strictest of them.
const strictest = (a: Rates | undefined, b: Rates): Rates =>
  a === undefined
    ? b
    : { alpha: Math.min(a.alpha, b.alpha), beta: Math.min(a.beta, b.beta) };

const visit = (
  node: DecisionNode,
  rates: Rates,
  leaves: Map<string, Rates>,
): void => {
  if (node.kind === 'hypothesis') {
    leaves.set(node.id, strictest(leaves.get(node.id), rates));
    return;
  }
  const share = node.children.length;
  const passed =
    node.kind === 'any'
      ? { alpha: rates.alpha / share, beta: rates.beta }
      : { alpha: rates.alpha, beta: rates.beta / share };
  for (const child of node.children) visit(child, passed, leaves);
};

/**
 * Level and power of every hypothesis of a decision rule, by id, so that the
 * decision holds its error rates under any dependence of the tests.
 *
 * Each variant is a ship decision of its own, so the root gets α/C of C
 * variants and the whole β (less `vetoAlpha`). `any` of k children is a
 * union-intersection: each gets α/k and β. `all` of k is an
 * intersection-union: each gets α and β/k. Then a variant whose effects make
 * the tree false ships with probability at most α/C: a true `any` needs one of
 * k false claims, a true `all` needs the false one among its children. By the
 * same argument with β a variant that makes it true is missed at most β of the
 * time. Source: Schultzberg, Ankargren & Frånberg 2024, arXiv 2402.11609, for
 * Rule 1, which is `all(any(success…), guardrails…)`; the recursion is the
 * union bound at each node.
 *
 * The shape is part of the plan: `all(all(a, b), c)` gives c half of β and
 * `all(a, b, c)` a third. An id at several places gets the smallest level and
 * the largest power of them. Refuses empty groups, rates outside (0, 1),
 * fewer than one variant, and a power that false vetoes leave no room for.
 */
export const allocateErrorRates = (
  root: DecisionNode,
  rates: DecisionErrorRates,
): StatsResult<Readonly<Record<string, HypothesisErrorRates>>> => {
  const variants = rates.treatmentVariants ?? 1;
  const refusal = refusalOf([
    ...checkDecisionNode(root),
    ...checkAlpha(rates.alpha),
    ...checkPower(rates.power),
    ...checkCount(variants, 'treatmentVariants', 1),
    ...checkVetoes(rates),
  ]);
  if (refusal) return refusal;
  const leaves = new Map<string, Rates>();
  const beta = 1 - rates.power - (rates.vetoAlpha ?? 0);
  visit(root, { alpha: rates.alpha / variants, beta }, leaves);
  return computed(
    Object.fromEntries(
      [...leaves].map(([id, leaf]) => [
        id,
        { alpha: leaf.alpha, power: 1 - leaf.beta },
      ]),
    ),
  );
};
