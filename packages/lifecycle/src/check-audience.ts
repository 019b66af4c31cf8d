import type { Problem } from '@etude/kernel';
import type { Audience, AudienceCondition } from './experiment-plan';
import { checkFilled, planProblem } from './plan-problems';

const checkCondition = (
  condition: AudienceCondition,
  path: string,
): readonly Problem[] => {
  const count = condition.values.length;
  const fits = condition.operator === 'equals' ? count === 1 : count > 0;
  return [
    ...checkFilled(
      condition.attribute,
      `${path}.attribute`,
      'A condition names no attribute: choose one, or remove the condition.',
    ),
    ...(fits
      ? []
      : [
          planProblem(
            'INVALID_CONDITION',
            `${path}.values`,
            `The condition on '${condition.attribute}' has ${count} values: '${condition.operator}' needs ${condition.operator === 'equals' ? 'exactly one' : 'at least one'}.`,
          ),
        ]),
  ];
};

/** Problems of who may enter the experiment. */
export const checkAudience = (audience: Audience): readonly Problem[] => [
  ...(audience.proportion > 0 && audience.proportion <= 1
    ? []
    : [
        planProblem(
          'INVALID_PROPORTION',
          'audience.proportion',
          `The share of the audience is ${audience.proportion}: it lies above 0 and at most at 1. Use 0.5 for half of it.`,
        ),
      ]),
  ...audience.conditions.flatMap((condition, index) =>
    checkCondition(condition, `audience.conditions[${index}]`),
  ),
  ...audience.exclusivityTags.flatMap((tag, index) =>
    checkFilled(
      tag,
      `audience.exclusivityTags[${index}]`,
      'An exclusivity tag is empty: name it, or remove it.',
    ),
  ),
];
