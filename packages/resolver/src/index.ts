export { compileState } from './compile-state';
export type { CompileOptions } from './compile-state';
export { createKeyHasher } from './key-hasher';
export type { KeyHasher } from './key-hasher';
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
export { runResolverCases } from './resolver-cases';
export type { CaseReport } from './resolver-cases';
