import type { Problem } from '@etude/kernel';
import { assertNever, canonicalTimeZone } from '@etude/kernel';
import { checkAudience } from './check-audience';
import { checkDecisionRule } from './check-decision-rule';
import { checkDesign } from './check-design';
import { checkMetrics } from './check-metrics';
import { checkVariants } from './check-variants';
import type { ExperimentAssignment, ExperimentPlan } from './experiment-plan';
import { checkFilled, planProblem } from './plan-problems';

const checkAssignment = (
  assignment: ExperimentAssignment,
): readonly Problem[] => {
  switch (assignment.kind) {
    case 'flag':
      return checkFilled(
        assignment.flagId,
        'assignment.flagId',
        'No flag is chosen: it is what gives a unit its variant. Choose one.',
      );
    case 'table':
      return (['factTableId', 'unitColumn', 'variantColumn'] as const).flatMap(
        field =>
          checkFilled(
            assignment[field],
            `assignment.${field}`,
            'The table of assignments is not fully described: name the table, the column of the unit and the column of the variant.',
          ),
      );
    default:
      return assertNever(assignment);
  }
};

const checkRequiredUnits = (
  requiredUnits: number | undefined,
): readonly Problem[] =>
  requiredUnits === undefined ||
  (Number.isFinite(requiredUnits) && requiredUnits > 0)
    ? []
    : [
        planProblem(
          'INVALID_REQUIRED_UNITS',
          'requiredUnits',
          `The number of units needed is ${requiredUnits}: it is above 0. Remove it to have it calculated.`,
        ),
      ];

const checkTimeZone = ({ timeZone }: ExperimentPlan): readonly Problem[] =>
  timeZone === undefined || canonicalTimeZone(timeZone) !== undefined
    ? []
    : [
        planProblem(
          'INVALID_TIME_ZONE',
          'timeZone',
          `'${timeZone}' is not a time zone, so the days of the experiment have no beginning. Use a name such as 'Europe/Stockholm', or leave it out for UTC.`,
        ),
      ];

/**
 * Everything that keeps a plan from being launched, each problem with the
 * path of its field; an empty list means it can be launched.
 *
 * A success metric without a minimum detectable effect is a problem only of a
 * fixed-power design, which would never end. Otherwise planning reports it,
 * and a neutral result then cannot count as a learning.
 */
export const validatePlan = (plan: ExperimentPlan): readonly Problem[] => [
  ...checkFilled(
    plan.hypothesis,
    'hypothesis',
    'The hypothesis is empty: say what you change, what you expect and why, so that the result can answer it.',
  ),
  ...checkFilled(
    plan.entity,
    'entity',
    "The entity is empty: say what is randomised and counted, for example 'user'.",
  ),
  ...(plan.assignment.kind === 'flag'
    ? checkFilled(
        plan.targetingKeySelector,
        'targetingKeySelector',
        "The targeting key is empty: name the attribute that identifies a unit, for example 'targeting_key'.",
      )
    : []),
  ...checkTimeZone(plan),
  ...checkAssignment(plan.assignment),
  ...checkVariants(plan),
  ...checkAudience(plan.audience),
  ...checkMetrics(plan.metrics),
  ...checkDesign(plan),
  ...checkDecisionRule(plan),
  ...checkRequiredUnits(plan.requiredUnits),
];
