import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { DecisionNode } from './decision-node';
import { checkDecisionNode, hypothesesOf } from './decision-node';

/** Whether a claim is shown, not shown (and will not be), or still open. */
export type ThreeValued = true | false | null;

/** A node of the tree with what became of it, for display. */
export type EvaluatedNode =
  | {
      readonly kind: 'hypothesis';
      readonly id: string;
      readonly holds: ThreeValued;
    }
  | {
      readonly kind: 'all' | 'any';
      readonly holds: ThreeValued;
      readonly children: readonly EvaluatedNode[];
    };

/** What a decision rule says of one variant. */
export type DecisionEvaluation = {
  /** true: ship. false: no longer possible. null: the open parts decide. */
  readonly holds: ThreeValued;
  /** Ids of the hypotheses that hold, fail and are open, in reading order. */
  readonly holding: readonly string[];
  readonly failing: readonly string[];
  readonly open: readonly string[];
  /**
   * Hypotheses that the answer rests on: those that carry a true answer, that
   * block a false one, that could still change an open one. Empty when only
   * vetoes decide.
   */
  readonly deciding: readonly string[];
  /** Ids of the vetoes that were raised, and of those not yet judged. */
  readonly raisedVetoes: readonly string[];
  readonly openVetoes: readonly string[];
  readonly tree: EvaluatedNode;
};

// Kleene's strong three-valued logic: the least of all, the greatest of any,
// with false < open < true.
const combine = (
  kind: 'all' | 'any',
  values: readonly ThreeValued[],
): ThreeValued => {
  const absorbing = kind === 'any';
  if (values.includes(absorbing)) return absorbing;
  return values.includes(null) ? null : !absorbing;
};

const evaluate = (
  node: DecisionNode,
  outcomes: Readonly<Record<string, ThreeValued>>,
): EvaluatedNode => {
  if (node.kind === 'hypothesis') {
    return { ...node, holds: outcomes[node.id] ?? null };
  }
  const children = node.children.map(child => evaluate(child, outcomes));
  const holds = combine(
    node.kind,
    children.map(child => child.holds),
  );
  return { kind: node.kind, holds, children };
};

// Children that share the value of their group are those that give it.
const collectDeciding = (node: EvaluatedNode, ids: Set<string>): void => {
  if (node.kind === 'hypothesis') {
    ids.add(node.id);
    return;
  }
  for (const child of node.children) {
    if (child.holds === node.holds) collectDeciding(child, ids);
  }
};

const checkOutcomes = (
  ids: readonly string[],
  outcomes: Readonly<Record<string, ThreeValued>>,
): readonly StatsProblem[] =>
  ids
    .filter(id => !Object.hasOwn(outcomes, id))
    .map(id => ({
      code: 'ETUDE_STATS_LENGTH_MISMATCH' as const,
      path: `outcomes.${id}`,
      message: `outcomes has no entry for '${id}', which the decision rule names. Give true, false, or null while it is open.`,
    }));

const idsWith = (
  entries: Readonly<Record<string, ThreeValued>>,
  value: ThreeValued,
): readonly string[] =>
  Object.keys(entries).filter(id => entries[id] === value);

/**
 * Evaluates a decision rule for one variant from the outcomes of its tests.
 *
 * Strong three-valued logic (Kleene 1952): `all` is false as soon as one child
 * is, `any` is true as soon as one child is, and open children leave the rest
 * open. More evidence never turns a settled answer around. `vetoes` are the
 * other half of Rule 2: a deterioration or a failed quality check that was
 * raised (true) makes the answer false, one that is not yet judged (null)
 * keeps a true tree open; absent vetoes say nothing, which is Rule 1.
 *
 * Refuses empty groups and hypotheses without an outcome. Outcomes that the
 * tree does not name are ignored.
 */
export const evaluateDecision = (
  root: DecisionNode,
  outcomes: Readonly<Record<string, ThreeValued>>,
  vetoes: Readonly<Record<string, ThreeValued>> = {},
): StatsResult<DecisionEvaluation> => {
  const ids = hypothesesOf(root);
  const refusal = refusalOf([
    ...checkDecisionNode(root),
    ...checkOutcomes(ids, outcomes),
  ]);
  if (refusal) return refusal;
  const tree = evaluate(root, outcomes);
  const raisedVetoes = idsWith(vetoes, true);
  const openVetoes = idsWith(vetoes, null);
  // A raised veto takes the place of a failing condition.
  const holds = combine('all', [
    tree.holds,
    ...Object.values(vetoes).map(raised => (raised === null ? null : !raised)),
  ]);
  const deciding = new Set<string>();
  if (tree.holds === holds) collectDeciding(tree, deciding);
  const named = (value: ThreeValued): readonly string[] =>
    ids.filter(id => outcomes[id] === value);
  return computed({
    holds,
    holding: named(true),
    failing: named(false),
    open: named(null),
    deciding: [...deciding],
    raisedVetoes,
    openVetoes,
    tree,
  });
};
