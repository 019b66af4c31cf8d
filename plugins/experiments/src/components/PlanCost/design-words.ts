import { formatCount, formatPercent } from '@etude/ui';
import type { ExperimentPlan } from '../../experiment-types';

/** How and when an experiment is judged, as the API sends it. */
export type ExperimentDesign = ExperimentPlan['design'];
export type DesignKind = ExperimentDesign['kind'];
export type SpendingKind = Extract<
  ExperimentDesign,
  { kind: 'group-sequential' }
>['spending']['kind'];
export type DecisionRule = NonNullable<ExperimentPlan['decisionRule']>;

type Explained = { readonly label: string; readonly explanation: string };

/** The designs, from the plainest to the freest. */
export const DESIGNS: Record<DesignKind, Explained> = {
  'fixed-horizon': {
    label: 'Fixed horizon',
    explanation:
      'Look once, at the planned end. The fewest units for a sure answer.',
  },
  'fixed-power': {
    label: 'Fixed power',
    explanation:
      'Ends on the first full day on which every metric is precise enough. A wrong guess about traffic costs days, not the answer.',
  },
  'fixed-width': {
    label: 'Fixed width',
    explanation:
      'Ends once every interval is as narrow as you ask: for when you need the size of the effect.',
  },
  'group-sequential': {
    label: 'Group sequential',
    explanation:
      'Look at effects at a few planned moments and stop early when the answer is clear, for somewhat more units at most.',
  },
  'always-valid': {
    label: 'Always valid',
    explanation:
      'Look at effects on any day and stop when you like. It takes the most units: for when no end can be planned.',
  },
};

/** The kinds of {@link DESIGNS}, in their order. */
export const DESIGN_KINDS: readonly DesignKind[] = [
  'fixed-horizon',
  'fixed-power',
  'fixed-width',
  'group-sequential',
  'always-valid',
];

/** How looks share the false-positive rate. */
export const SPENDINGS: Record<SpendingKind, Explained> = {
  'obrien-fleming': {
    label: "O'Brien–Fleming type",
    explanation:
      'Spends little early: only a very clear effect stops the first looks, and the last is nearly as sharp as a single one.',
  },
  pocock: {
    label: 'Pocock type',
    explanation:
      'Spends evenly: easier to stop early, and more units at the latest end.',
  },
  power: {
    label: 'Power family',
    explanation: 'Spends by a power of time: the exponent says how late.',
  },
  'hwang-shih-decani': {
    label: 'Hwang–Shih–DeCani',
    explanation: 'Spends as gamma says: below 0 late, above 0 early.',
  },
};

const days = (count: number): string =>
  `${formatCount(count)} ${count === 1 ? 'day' : 'days'}`;

/** What a design does with the time it has, in a sentence. */
export const designSentence = (design: ExperimentDesign): string => {
  const planned = days(design.plannedDays);
  switch (design.kind) {
    case 'fixed-power':
      return `Ends on the first full day on which every metric has its power, after ${planned} at the latest. Effects stay closed until then.`;
    case 'fixed-width':
      return `Ends on the first full day on which every interval is at most ${formatPercent(design.widthRelative)} of the control's mean wide, after ${planned} at the latest. Effects stay closed until then.`;
    case 'group-sequential':
      return `Runs for ${planned} with ${formatCount(design.plannedLooks)} planned looks at effects (${SPENDINGS[design.spending.kind].label} spending); a clear answer can end it earlier.`;
    case 'always-valid':
      return `Effects are open on any day; ends after ${planned} at the latest.`;
    default:
      return `Runs for ${planned} with a fixed horizon. Effects stay closed until then.`;
  }
};

type RuleNode = Extract<DecisionRule, { kind: 'tree' }>['root'];

const nodeWords = (
  node: RuleNode,
  nameOf: (metricId: string) => string,
): string => {
  if (node.kind === 'hypothesis') {
    return node.test === 'superiority'
      ? `${nameOf(node.metricId)} gets better`
      : `${nameOf(node.metricId)} stays within its margin`;
  }
  const joined = node.children
    .map(child => nodeWords(child, nameOf))
    .join(node.kind === 'all' ? ' and ' : ' or ');
  return node.children.length > 1 ? `(${joined})` : joined;
};

/** When a variant ships, in a sentence. */
export const ruleSentence = (
  rule: DecisionRule | undefined,
  nameOf: (metricId: string) => string,
): string => {
  if (rule?.kind === 'tree') {
    const words = nodeWords(rule.root, nameOf).replace(/^\((.*)\)$/, '$1');
    return `Ships if ${words}, nothing gets worse and no health check fails.`;
  }
  const ships =
    'Ships if one success metric gets better, every guardrail stays within its margin, nothing gets worse and no health check fails.';
  return rule?.guarantee === 'strict'
    ? `${ships} The guarantee is strict: false alarms cost no power.`
    : ships;
};
