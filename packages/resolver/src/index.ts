export { rangesOfBitset } from './bitset';
export { compileState } from './compile-state';
export type { CompileOptions } from './compile-state';
export { hashPrefix, keyBucket } from './hash/key-hash';
export type { HashPrefix } from './hash/key-hash';
export { patternProblem } from './pattern/pattern-problem';
export type {
  AssignmentRecord,
  EvaluationContext,
  FlagResolution,
  MaterializationLookup,
  MaterializationRecord,
  MaterializationWrite,
  ResolveReason,
  ResolveRequest,
  ResolveResult,
  ResolvedCredential,
  Resolver,
  Semantics,
} from './resolution';
export { explainFlag } from './explanation/explain-flag';
export type { ExplainRequest } from './explanation/explain-flag';
export type {
  CriterionExplanation,
  FlagExplanation,
  Judgement,
  PrerequisiteExplanation,
  RuleExplanation,
  RuleOutcome,
  SegmentExplanation,
} from './explanation/explanation';
export { runResolverCases } from './resolver-cases';
export type { CaseReport } from './resolver-cases';
export { versionRangeProblem } from './versions/version-range-problem';
