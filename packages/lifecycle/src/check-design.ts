import type { Problem } from '@etude/kernel';
import { assertNever } from '@etude/kernel';
import type {
  ExperimentDesign,
  ExperimentPlan,
  PlannedSpending,
} from './experiment-plan';
import { planProblem } from './plan-problems';

// Bounds are solved look by look; more are no better than always-valid tests.
const MOST_LOOKS = 1_000;

const checkRate = (
  rate: number,
  path: string,
  message: string,
): readonly Problem[] =>
  rate > 0 && rate < 1 ? [] : [planProblem('INVALID_RATE', path, message)];

const checkRates = (design: ExperimentDesign): readonly Problem[] => [
  ...checkRate(
    design.alpha,
    'design.alpha',
    `The false-positive rate is ${design.alpha}: it lies between 0 and 1. Use 0.05 for 5 %.`,
  ),
  ...checkRate(
    design.power,
    'design.power',
    `The power is ${design.power}: it lies between 0 and 1. Use 0.8 for 80 %.`,
  ),
  ...(Number.isFinite(design.plannedDays) && design.plannedDays >= 1
    ? []
    : [
        planProblem(
          'INVALID_DURATION',
          'design.plannedDays',
          `The planned duration is ${design.plannedDays} days: an experiment runs for at least one day. Full weeks are best, because days of the week differ.`,
        ),
      ]),
];

const checkBurnIn = (burnInUnits: number | undefined): readonly Problem[] =>
  burnInUnits === undefined ||
  (Number.isInteger(burnInUnits) && burnInUnits > 0)
    ? []
    : [
        planProblem(
          'INVALID_BURN_IN',
          'design.burnInUnits',
          `The burn-in is ${burnInUnits} units: it is a whole number above 0, because the spread of a few units is too rough to stop on. Use 100, or remove it.`,
        ),
      ];

const isDeciding = ({ metrics }: ExperimentPlan): boolean =>
  metrics.some(
    ({ role, nimRelative }) =>
      role === 'success' || (role === 'guardrail' && nimRelative !== undefined),
  );

const nothingToBePrecise = (plan: ExperimentPlan): readonly Problem[] =>
  isDeciding(plan)
    ? []
    : [
        planProblem(
          'NO_PRECISION_METRIC',
          'metrics',
          'The design ends once its metrics are precise enough, but the plan has no success metric and no guardrail with a margin: it would never end. Add one, or use another design.',
        ),
      ];

// Without its effect a metric never reaches its power.
const checkPowerTargets = ({ metrics }: ExperimentPlan): readonly Problem[] =>
  metrics.flatMap(({ metricId, role, mdeRelative }, index) =>
    role === 'success' && mdeRelative === undefined
      ? [
          planProblem(
            'MISSING_MDE',
            `metrics[${index}].mdeRelative`,
            `'${metricId}' has no minimum detectable effect, but the design ends when every success metric has the power to find its own: it would never end. Set the smallest change that would matter.`,
          ),
        ]
      : [],
  );

const checkWidth = (widthRelative: number): readonly Problem[] =>
  Number.isFinite(widthRelative) && widthRelative > 0
    ? []
    : [
        planProblem(
          'INVALID_WIDTH',
          'design.widthRelative',
          `The width of the intervals is ${widthRelative}: it is a share of the control mean above 0. Use 0.02 for intervals that are 2 % wide from end to end.`,
        ),
      ];

const checkLooks = (plannedLooks: number): readonly Problem[] =>
  Number.isInteger(plannedLooks) &&
  plannedLooks >= 1 &&
  plannedLooks <= MOST_LOOKS
    ? []
    : [
        planProblem(
          'INVALID_LOOKS',
          'design.plannedLooks',
          `The number of looks is ${plannedLooks}: it is a whole number from 1 to ${MOST_LOOKS}. To look at any time, use an always-valid design.`,
        ),
      ];

const checkSpending = (spending: PlannedSpending): readonly Problem[] => {
  switch (spending.kind) {
    case 'power':
      return Number.isFinite(spending.exponent) && spending.exponent > 0
        ? []
        : [
            planProblem(
              'INVALID_SPENDING',
              'design.spending.exponent',
              `The exponent of the spending function is ${spending.exponent}: it is above 0. Use 2; the larger, the less is spent early.`,
            ),
          ];
    case 'hwang-shih-decani':
      return Number.isFinite(spending.gamma)
        ? []
        : [
            planProblem(
              'INVALID_SPENDING',
              'design.spending.gamma',
              `The parameter gamma of the spending function is ${spending.gamma}: it is a number. Use -4 to spend little early, 1 to spend evenly.`,
            ),
          ];
    case 'obrien-fleming':
    case 'pocock':
      return [];
    default:
      return assertNever(spending);
  }
};

const checkPlannedUnits = ({
  requiredUnits,
}: ExperimentPlan): readonly Problem[] =>
  requiredUnits === undefined
    ? [
        planProblem(
          'MISSING_REQUIRED_UNITS',
          'requiredUnits',
          'A group sequential test spends its false-positive rate by the share of the units it expects, and the plan expects no number. Calculate it, or use an always-valid design.',
        ),
      ]
    : [];

const checkKind = (plan: ExperimentPlan): readonly Problem[] => {
  const { design } = plan;
  switch (design.kind) {
    case 'fixed-power':
      return [
        ...checkBurnIn(design.burnInUnits),
        ...nothingToBePrecise(plan),
        ...checkPowerTargets(plan),
      ];
    case 'fixed-width':
      return [
        ...checkWidth(design.widthRelative),
        ...checkBurnIn(design.burnInUnits),
        ...nothingToBePrecise(plan),
      ];
    case 'group-sequential':
      return [
        ...checkLooks(design.plannedLooks),
        ...checkSpending(design.spending),
        ...checkPlannedUnits(plan),
      ];
    case 'fixed-horizon':
    case 'always-valid':
      return [];
    default:
      return assertNever(design);
  }
};

/** Problems of the rates, duration and own parameters of a design. */
export const checkDesign = (plan: ExperimentPlan): readonly Problem[] => [
  ...checkRates(plan.design),
  ...checkKind(plan),
];
