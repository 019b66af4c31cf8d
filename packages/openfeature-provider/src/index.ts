export { parseFlagKey, valueAt } from './evaluation/flag-key';
export type { FlagKey } from './evaluation/flag-key';
export { ruleReasonsOf } from './evaluation/rule-reasons';
export type { RuleReason } from './evaluation/rule-reasons';
