import type { DecisionRule, ExperimentDesign } from '@etude/lifecycle';
import { changed, countWords, fromTo, percentWords } from './change-words';

type Sequential = Extract<ExperimentDesign, { kind: 'group-sequential' }>;

const spendingWords = (spending: Sequential['spending']): string => {
  switch (spending.kind) {
    case 'power':
      return `the power family with exponent ${countWords(spending.exponent)}`;
    case 'hwang-shih-decani':
      return `Hwang–Shih–DeCani with gamma ${countWords(spending.gamma)}`;
    default:
      return spending.kind === 'pocock'
        ? 'Pocock type'
        : "O'Brien–Fleming type";
  }
};

const OVER_RUNS = {
  rescale: 'stretching the looks to all units',
  strict: 'ending at the planned units',
};

const burnInOf = (design: ExperimentDesign): number | undefined =>
  'burnInUnits' in design ? design.burnInUnits : undefined;

// Fields that two designs of one kind share besides rates and days.
const parameterChanges = (
  before: ExperimentDesign,
  after: ExperimentDesign,
): readonly string[] => {
  if (before.kind === 'group-sequential' && after.kind === before.kind) {
    return [
      ...fromTo(
        'looks',
        countWords(before.plannedLooks),
        countWords(after.plannedLooks),
      ),
      ...fromTo(
        'how looks share the false-positive rate',
        spendingWords(before.spending),
        spendingWords(after.spending),
      ),
      ...fromTo(
        'what happens if more units come than planned',
        OVER_RUNS[before.overRun],
        OVER_RUNS[after.overRun],
      ),
    ];
  }
  const burnIn = fromTo(
    'the burn-in units',
    countWords(burnInOf(before)),
    countWords(burnInOf(after)),
  );
  return before.kind === 'fixed-width' && after.kind === before.kind
    ? [
        ...fromTo(
          'the width of every interval',
          percentWords(before.widthRelative),
          percentWords(after.widthRelative),
        ),
        ...burnIn,
      ]
    : burnIn;
};

const kindWords = ({ kind }: ExperimentDesign): string =>
  kind.replace('-', ' ');

/** What changed in how and when an experiment is judged, in sentences. */
export const designChanges = (
  before: ExperimentDesign,
  after: ExperimentDesign,
): readonly string[] => [
  ...fromTo('the design', kindWords(before), kindWords(after)),
  ...fromTo(
    'the false-positive rate',
    percentWords(before.alpha),
    percentWords(after.alpha),
  ),
  ...fromTo('the power', percentWords(before.power), percentWords(after.power)),
  ...fromTo(
    'planned days',
    countWords(before.plannedDays),
    countWords(after.plannedDays),
  ),
  ...parameterChanges(before, after),
];

const STANDARD: DecisionRule = { kind: 'standard', guarantee: 'default' };

/** What changed in when a variant ships, in sentences. */
export const decisionRuleChanges = (
  before: DecisionRule = STANDARD,
  after: DecisionRule = STANDARD,
): readonly string[] =>
  before.kind === 'standard' && after.kind === 'standard'
    ? fromTo('the guarantee of the decision', before.guarantee, after.guarantee)
    : changed('the decision rule', before, after);
