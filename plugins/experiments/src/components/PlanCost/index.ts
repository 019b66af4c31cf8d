export {
  DESIGN_KINDS,
  DESIGNS,
  designSentence,
  ruleSentence,
  SPENDINGS,
} from './design-words';
export type {
  DecisionRule,
  DesignKind,
  ExperimentDesign,
  SpendingKind,
} from './design-words';
export { formatDayRange, formatDays, isPriceOf } from './plan-size-figures';
export type { DesignPrice, PlanSizeFigures } from './plan-size-figures';
export { PlanCost } from './PlanCost';
export { planningSentence } from './planning-words';
export { StoredPlanCost } from './StoredPlanCost';
