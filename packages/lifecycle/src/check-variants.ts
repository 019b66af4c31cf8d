import type { Problem } from '@etude/kernel';
import type { ExperimentPlan } from './experiment-plan';
import { checkFilled, planProblem, repeatedIndexes } from './plan-problems';

/** Problems of the variants of a plan, their weights and the control. */
export const checkVariants = (plan: ExperimentPlan): readonly Problem[] => {
  const ids = plan.variants.map(variant => variant.id);
  return [
    ...(ids.length >= 2
      ? []
      : [
          planProblem(
            'TOO_FEW_VARIANTS',
            'variants',
            `The plan has ${ids.length === 1 ? 'one variant' : 'no variants'}: a comparison needs the control and at least one other. Add a variant.`,
          ),
        ]),
    ...(ids.includes(plan.controlVariant)
      ? []
      : [
          planProblem(
            'UNKNOWN_CONTROL',
            'controlVariant',
            `The control '${plan.controlVariant}' is not among the variants (${ids.join(', ')}): all effects are measured against it. Choose one of them.`,
          ),
        ]),
    ...repeatedIndexes(ids).map(index =>
      planProblem(
        'DUPLICATE_VARIANT',
        `variants[${index}].id`,
        `Variant '${ids[index]}' is listed twice: a unit could not be told apart. Remove one of the two.`,
      ),
    ),
    ...plan.variants.flatMap(({ id, weight }, index) => [
      ...checkFilled(
        id,
        `variants[${index}].id`,
        'A variant has no name yet: choose one of the flag, or remove the row.',
      ),
      ...(Number.isFinite(weight) && weight > 0
        ? []
        : [
            planProblem(
              'INVALID_WEIGHT',
              `variants[${index}].weight`,
              `The weight of variant '${id}' is ${weight}: a variant without units cannot be compared. Use a number above 0, or remove the variant.`,
            ),
          ]),
    ]),
  ];
};
