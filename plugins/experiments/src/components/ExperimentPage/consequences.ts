import { formatCount, formatPercent } from '@etude/ui';
import type {
  Analysis,
  Experiment,
  ExperimentPlan,
} from '../../experiment-types';
import { designSentence } from '../PlanCost';

const OPERATORS = { equals: 'is', in: 'is one of', 'not-in': 'is none of' };

/** Who may enter, in words. */
export const audienceSentence = ({
  entity,
  audience,
}: ExperimentPlan): string => {
  const who =
    audience.conditions.length === 0
      ? `every ${entity}`
      : `every ${entity} whose ${audience.conditions
          .map(
            ({ attribute, operator, values }) =>
              `${attribute} ${OPERATORS[operator]} ${values.join(', ')}`,
          )
          .join(' and whose ')}`;
  return audience.proportion === 1
    ? who
    : `${formatPercent(audience.proportion)} of ${who}`;
};

/** The variants with the share of units each gets. */
export const splitSentence = ({
  variants,
  controlVariant,
}: ExperimentPlan): string => {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  return variants
    .map(
      ({ id, weight }) =>
        `${id}${id === controlVariant ? ' (control)' : ''} ${formatPercent(weight / total)}`,
    )
    .join(', ');
};

/** What launching does, to whom, and for how long. */
export const launchConsequences = ({ plan }: Experiment): readonly string[] =>
  plan.assignment.kind === 'table'
    ? [
        `The data is already in table ${plan.assignment.factTableId}: nobody is served anything.`,
        'The plan is fixed from now on. The next step is to end the experiment and analyse it.',
      ]
    : [
        `Flag ${plan.assignment.flagId} starts to give variants to ${audienceSentence(plan)}: ${splitSentence(plan)}.`,
        `The plan is fixed from now on. ${designSentence(plan.design)}`,
      ];

/** What ending does, and to how many units. */
export const endConsequences = (
  experiment: Experiment,
  analysis: Analysis | undefined,
): readonly string[] => {
  const { plan } = experiment;
  if (plan.assignment.kind === 'table') {
    return [
      `The final analysis of table ${plan.assignment.factTableId} is computed and its verdict recorded. Nobody is served anything different.`,
      'An ended experiment cannot be started again.',
    ];
  }
  const units = analysis
    ? `The ${formatCount(analysis.progress.units)} units exposed so far get`
    : 'Exposed units get';
  return [
    `Flag ${plan.assignment.flagId} stops serving this experiment in every environment at once. ${units} what the next matching rule of the flag says.`,
    'The final analysis is computed and its verdict recorded. An ended experiment cannot be started again.',
  ];
};
