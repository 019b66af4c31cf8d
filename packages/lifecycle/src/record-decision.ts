import type { Problem, Result } from '@etude/kernel';
import type { Decision, Experiment } from './experiment';
import type { Transition } from './transition';
import { accepted, commandProblem } from './transition';

const shippedProblems = (
  experiment: Experiment,
  decision: Decision,
): readonly Problem[] => {
  const { plan } = experiment;
  const shippable = plan.variants
    .map(({ id }) => id)
    .filter(id => id !== plan.controlVariant);
  const { action, variant } = decision;
  const isNamed = variant !== undefined && shippable.includes(variant);
  if (action === 'ship' && !isNamed) {
    return [
      commandProblem(
        'UNKNOWN_SHIPPED_VARIANT',
        'decision.variant',
        `The decision ships ${variant === undefined ? 'no variant' : `'${variant}'`}: name one of ${shippable.join(', ')}. To keep '${plan.controlVariant}', decide not to ship.`,
      ),
    ];
  }
  return action === 'do-not-ship' && variant !== undefined
    ? [
        commandProblem(
          'VARIANT_NOT_SHIPPED',
          'decision.variant',
          `The decision is not to ship, but names '${variant}': remove the variant, or decide to ship it.`,
        ),
      ]
    : [];
};

/** Records what people decided on an ended experiment, once. */
export const recordDecision = (
  experiment: Experiment,
  decision: Decision,
  now: Date,
): Result<Transition> => {
  const problems = [
    ...shippedProblems(experiment, decision),
    ...(['rationale', 'decidedBy'] as const).flatMap(field =>
      decision[field].trim() === ''
        ? [
            commandProblem(
              'EMPTY_FIELD',
              `decision.${field}`,
              `The ${field === 'rationale' ? 'reason' : 'name of who decided'} is missing: those who read the decision later need it. Fill it in.`,
            ),
          ]
        : [],
    ),
  ];
  if (problems.length > 0) return { ok: false, problems };
  return accepted(
    { ...experiment, state: 'decided', decision },
    {
      kind: 'decided',
      experimentId: experiment.id,
      at: now.toISOString(),
      decision,
    },
  );
};
