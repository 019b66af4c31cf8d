export type { EngineCase, EngineCell } from './engine-case';
export { engineCases } from './engine-cases';
export { HOSTILE_NAMES, HOSTILE_TEXTS } from './hostile-text';
export { runEngineCase } from './run-engine-case';
export type { RunSelect } from './run-engine-case';
