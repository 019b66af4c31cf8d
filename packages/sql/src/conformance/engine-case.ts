import type { Capabilities } from '../capabilities';
import type { Query } from '../query';

export type EngineCell = string | number | boolean | null;

/**
 * A query of one row and what it has to answer on every engine. Numbers agree
 * to 1e-9 (relative, absolute below 1); texts and NULL exactly.
 */
export type EngineCase = {
  readonly name: string;
  readonly query: Query;
  readonly expected: Readonly<Record<string, number | string | null>>;
  /** What the engine must be able to do; all can where this is null. */
  readonly needs: 'exactQuantile' | 'lastBy' | null;
};

export const isWithin = (
  capabilities: Capabilities,
  { needs }: EngineCase,
): boolean => needs === null || capabilities[needs];
