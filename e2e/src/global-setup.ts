import type { TestProject } from 'vitest/node';
import { attachSystem, startSystem } from './system';
import type { System } from './system';

declare module 'vitest' {
  // Vitest merges what tests are given into its own interface.
  export interface ProvidedContext {
    system: System;
  }
}

/**
 * Starts the one system that all files of this run share; `ETUDE_E2E_ATTACH`
 * names a description of one that runs already.
 */
export const setup = async (
  project: TestProject,
): Promise<() => Promise<void>> => {
  const running = process.env['ETUDE_E2E_ATTACH'];
  const { system, stop } = running
    ? await attachSystem(running)
    : await startSystem();
  project.provide('system', system);
  return stop;
};
