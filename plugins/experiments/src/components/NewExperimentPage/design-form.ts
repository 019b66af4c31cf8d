import type {
  DecisionRule,
  DesignKind,
  ExperimentDesign,
  SpendingKind,
} from '../PlanCost';
import { percentOf, shareOf, typedOr0 } from './percent';
import type { Typed } from './percent';

/** What a person types to say how and when the experiment is judged. */
export type DesignForm = {
  readonly designKind: DesignKind;
  readonly alphaPercent: Typed;
  readonly powerPercent: Typed;
  /** The end, or the latest end of a design that ends by itself. */
  readonly plannedDays: Typed;
  /** Fixed width: of an interval from end to end, in percent of the control. */
  readonly widthPercent: Typed;
  /** Fixed power and fixed width: units before the first look. */
  readonly burnInUnits: Typed;
  /** Group sequential. */
  readonly plannedLooks: Typed;
  readonly spending: SpendingKind;
  /** Exponent or gamma of the spending families that have one. */
  readonly spendingParameter: Typed;
  readonly overRun: 'rescale' | 'strict';
  /** Null when the plan leaves it to the standard rule. */
  readonly decisionRule: DecisionRule | null;
};

export const EMPTY_DESIGN: DesignForm = {
  designKind: 'fixed-horizon',
  alphaPercent: 5,
  powerPercent: 80,
  plannedDays: 14,
  widthPercent: null,
  burnInUnits: null,
  plannedLooks: null,
  spending: 'obrien-fleming',
  spendingParameter: null,
  overRun: 'rescale',
  decisionRule: null,
};

type Spending = Extract<
  ExperimentDesign,
  { kind: 'group-sequential' }
>['spending'];

const spendingOf = (form: DesignForm): Spending => {
  const parameter = typedOr0(form.spendingParameter);
  switch (form.spending) {
    case 'power':
      return { kind: 'power', exponent: parameter };
    case 'hwang-shih-decani':
      return { kind: 'hwang-shih-decani', gamma: parameter };
    default:
      return { kind: form.spending };
  }
};

const burnInOf = ({ burnInUnits }: DesignForm) =>
  burnInUnits === null ? {} : { burnInUnits };

/** The design as the API takes it. */
export const designOf = (form: DesignForm): ExperimentDesign => {
  const rates = {
    alpha: shareOf(typedOr0(form.alphaPercent)),
    power: shareOf(typedOr0(form.powerPercent)),
    plannedDays: typedOr0(form.plannedDays),
  };
  switch (form.designKind) {
    case 'fixed-power':
      return { kind: 'fixed-power', ...rates, ...burnInOf(form) };
    case 'fixed-width':
      return {
        kind: 'fixed-width',
        ...rates,
        ...burnInOf(form),
        widthRelative: shareOf(typedOr0(form.widthPercent)),
      };
    case 'group-sequential':
      return {
        kind: 'group-sequential',
        ...rates,
        plannedLooks: typedOr0(form.plannedLooks),
        spending: spendingOf(form),
        overRun: form.overRun,
      };
    default:
      return { kind: form.designKind, ...rates };
  }
};

const parameterOf = (spending: Spending): Typed => {
  switch (spending.kind) {
    case 'power':
      return spending.exponent;
    case 'hwang-shih-decani':
      return spending.gamma;
    default:
      return null;
  }
};

const ownFields = (design: ExperimentDesign): Partial<DesignForm> => {
  switch (design.kind) {
    case 'fixed-power':
      return { burnInUnits: design.burnInUnits ?? null };
    case 'fixed-width':
      return {
        burnInUnits: design.burnInUnits ?? null,
        widthPercent: percentOf(design.widthRelative),
      };
    case 'group-sequential':
      return {
        plannedLooks: design.plannedLooks,
        spending: design.spending.kind,
        spendingParameter: parameterOf(design.spending),
        overRun: design.overRun,
      };
    default:
      return {};
  }
};

/** What a stored design looks like in the form. */
export const designFormOf = (
  design: ExperimentDesign,
  decisionRule: DecisionRule | undefined,
): DesignForm => ({
  ...EMPTY_DESIGN,
  designKind: design.kind,
  alphaPercent: percentOf(design.alpha),
  powerPercent: percentOf(design.power),
  plannedDays: design.plannedDays,
  ...ownFields(design),
  decisionRule: decisionRule ?? null,
});
