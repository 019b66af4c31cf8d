import type { AnalysisContext } from '../analysis-context';
import type { MetricResult, Progress } from '../analysis-result';
import { unitsByVariant } from '../health/traffic-counts';
import { wholePerPair } from '../metrics/projected-finish';
import type { Derivation, FigureExplanation } from './figure-explanation';
import { input, joined, step } from './figure-explanation';

// The metric and variant whose need is that of the experiment.
const neediest = (
  { input: { plan } }: AnalysisContext,
  results: readonly MetricResult[],
  required: number,
): MetricResult | undefined =>
  results.find(
    ({ requiredUnits, variant }) =>
      requiredUnits !== undefined &&
      Math.ceil(requiredUnits * wholePerPair(plan, variant)) === required,
  );

const requiredDerivation = (
  context: AnalysisContext,
  results: readonly MetricResult[],
  required: number,
): Derivation => {
  const needy = neediest(context, results, required);
  if (needy?.requiredUnits === undefined) {
    return {
      inputs: [
        input('n_planned', required, 'Units of the plan, over all variants'),
      ],
      steps: [step('required', 'n_planned', required)],
    };
  }
  return {
    inputs: [
      input(
        'n_pair',
        needy.requiredUnits,
        `Units of control and ${needy.variant} that ${needy.name} needs: the most of all metrics`,
      ),
      input(
        'whole',
        wholePerPair(context.input.plan, needy.variant),
        'Units over all variants for one of that pair, by the weights',
      ),
    ],
    steps: [step('required', 'ceil(n_pair * whole)', required)],
  };
};

const finishDerivation = (
  { unitsPerDay }: AnalysisContext,
  { projectedFinishAt, requiredUnits, units }: Progress,
): Derivation =>
  projectedFinishAt === null || unitsPerDay === null || requiredUnits === null
    ? { inputs: [], steps: [] }
    : {
        inputs: [
          input(
            'per_day',
            unitsPerDay,
            'Units first exposed a day, from the first day to the last',
          ),
        ],
        steps: [
          step(
            'days_left',
            '(required - units) / per_day',
            (requiredUnits - units) / unitsPerDay,
          ),
        ],
      };

/** Exposed units against those needed, and when they will be there. */
export const progressFigures = (
  context: AnalysisContext,
  progress: Progress,
  results: readonly MetricResult[],
): readonly FigureExplanation[] => {
  const { plan, traffic } = context.input;
  const units = unitsByVariant(traffic);
  const counted = plan.variants.map(({ id }, index) =>
    input(`n_${index + 1}`, units.get(id) ?? 0, `Exposed units of ${id}`),
  );
  const { requiredUnits, share, projectedFinishAt } = progress;
  const sum = step(
    'units',
    counted.map(({ name }) => name).join(' + '),
    progress.units,
  );
  return [
    {
      id: 'progress',
      title: 'Progress',
      value: share,
      unit: 'share',
      formula: 'exposed units / units needed',
      ...joined(
        { inputs: counted, steps: [sum] },
        ...(requiredUnits === null
          ? []
          : [
              requiredDerivation(context, results, requiredUnits),
              finishDerivation(context, progress),
              {
                inputs: [],
                steps: [step('share', 'units / required', share)],
              },
            ]),
      ),
      source: null,
      ...(projectedFinishAt === null
        ? {}
        : { note: `Projected finish: ${projectedFinishAt}.` }),
    },
  ];
};
