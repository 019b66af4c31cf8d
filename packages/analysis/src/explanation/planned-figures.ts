import { wholePerPair } from '../metrics/projected-finish';
import { powerTargetOf } from '../required-units';
import type { ExplainedMetric } from './explained-metric';
import { metricFigureId, metricFigureTitle } from './explained-metric';
import type { FigureExplanation } from './figure-explanation';
import { input, step } from './figure-explanation';

const plannedEffect = (
  explained: ExplainedMetric,
): readonly FigureExplanation[] => {
  const target = powerTargetOf(explained.metric);
  if (target === undefined) return [];
  const isMargin = explained.metric.role === 'guardrail';
  return [
    {
      id: metricFigureId(explained, 'planned-effect'),
      title: metricFigureTitle(
        explained,
        isMargin ? 'margin of the plan' : 'effect planned for',
      ),
      value: target,
      unit: 'share',
      formula: isMargin
        ? 'the non-inferiority margin, as a share of the control mean'
        : 'the minimum detectable effect, as a share of the control mean',
      inputs: [input('planned', target, 'Agreed in the plan, before launch')],
      steps: [step('target', 'planned', target)],
      source: null,
      note: 'It is chosen and not computed: the smallest effect worth finding, or the largest loss that can be borne.',
    },
  ];
};

const HOURS_PER_DAY = 24;

const finish = (explained: ExplainedMetric): readonly FigureExplanation[] => {
  const { result, variant, context } = explained;
  const { units, requiredUnits, precision } = result;
  const { unitsPerDay, input: analysed } = context;
  const at = precision?.projectedFinishAt ?? null;
  if (
    at === null ||
    units === undefined ||
    requiredUnits === undefined ||
    unitsPerDay === null
  ) {
    return [];
  }
  const whole = wholePerPair(analysed.plan, variant);
  const days = ((requiredUnits - units) * whole) / unitsPerDay;
  return [
    {
      id: metricFigureId(explained, 'finish'),
      title: metricFigureTitle(explained, 'until the units needed are there'),
      value: days * HOURS_PER_DAY,
      unit: 'hours',
      formula: 'units missing over all variants / units that come a day',
      inputs: [
        input('required', requiredUnits, 'Units needed, control and variant'),
        input('units', units, 'Units there are of both'),
        input(
          'whole',
          whole,
          'Units over all variants for one of that pair, by the weights',
        ),
        input(
          'per_day',
          unitsPerDay,
          'Units first exposed a day, from the first day to the last',
        ),
      ],
      steps: [
        step('days', '(required - units) * whole / per_day', days),
        step('hours', 'days * 24', days * HOURS_PER_DAY),
      ],
      source: null,
      note: `Counted from this computation it is ${at}, if as many units come a day as so far.`,
    },
  ];
};

/** What was planned of a metric, and when its units will be there. */
export const plannedFigures = (
  explained: ExplainedMetric,
): readonly FigureExplanation[] => [
  ...plannedEffect(explained),
  ...finish(explained),
];
