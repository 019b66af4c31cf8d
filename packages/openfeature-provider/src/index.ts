export { flagAnswer } from './evaluation/flag-answer';
export type {
  FlagAnswer,
  FlagProblem,
  FlagValue,
} from './evaluation/flag-answer';
export { parseFlagKey } from './evaluation/flag-key';
export type { FlagKey } from './evaluation/flag-key';
export { ruleReasonsOf } from './evaluation/rule-reasons';
export type { RuleReason } from './evaluation/rule-reasons';
