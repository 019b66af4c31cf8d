import type { StatsProblem } from '../result';

/**
 * A decision rule of any depth over hypotheses that are named by `id`: all
 * children have to hold, or any of them. The same id may stand at several
 * places; it is one test.
 */
export type DecisionNode =
  | { readonly kind: 'hypothesis'; readonly id: string }
  | {
      readonly kind: 'all' | 'any';
      readonly children: readonly DecisionNode[];
    };

/**
 * Decision Rule 1 as a tree: any success metric superior, and every guardrail
 * non-inferior.
 *
 * Without success metrics the guardrails alone decide, without guardrails the
 * success metrics. With neither the tree is an empty group, which
 * `allocateErrorRates` and `evaluateDecision` refuse. Source: Schultzberg,
 * Ankargren & Frånberg 2024, arXiv 2402.11609, section 3.
 */
export const standardDecisionTree = (hypotheses: {
  readonly superiority: readonly string[];
  readonly nonInferiority: readonly string[];
}): DecisionNode => {
  const leaf = (id: string): DecisionNode => ({ kind: 'hypothesis', id });
  const success: DecisionNode = {
    kind: 'any',
    children: hypotheses.superiority.map(leaf),
  };
  return {
    kind: 'all',
    children: [
      ...(hypotheses.superiority.length > 0 ? [success] : []),
      ...hypotheses.nonInferiority.map(leaf),
    ],
  };
};

/** The different hypotheses of a tree, in the order of reading. */
export const hypothesesOf = (root: DecisionNode): readonly string[] => {
  const ids = new Set<string>();
  const visit = (node: DecisionNode): void => {
    if (node.kind === 'hypothesis') ids.add(node.id);
    else node.children.forEach(visit);
  };
  visit(root);
  return [...ids];
};

/** Problems of a tree: a group without children can neither hold nor fail. */
export const checkDecisionNode = (
  node: DecisionNode,
  path = 'root',
): readonly StatsProblem[] => {
  if (node.kind === 'hypothesis') return [];
  if (node.children.length === 0) {
    return [
      {
        code: 'ETUDE_STATS_EMPTY',
        path: `${path}.children`,
        message: `${path} is '${node.kind}' of nothing: it can neither hold nor fail. Add a hypothesis or remove the group.`,
      },
    ];
  }
  return node.children.flatMap((child, i) =>
    checkDecisionNode(child, `${path}.children[${i}]`),
  );
};
