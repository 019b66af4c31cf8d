import type { ResolverState } from '@etude/flags';
import { compileFlag } from './compile-flag';
import type { FlagScope } from './compile-flag';
import { memoized } from './memoized';
import { prerequisiteCircles } from './prerequisite-circles';
import type { CompiledFlag, FlagEntry } from './rule';
import { segmentCompiler } from './segment-entries';
import type { Semantics } from './resolution';
import { compileUnitReader } from './unit';

/** What is wrong with a flag that threw, for its resolution. */
export const brokenText = (flag: string, error: unknown): string =>
  `Flag '${flag}' is broken: ${error instanceof Error ? error.message : String(error)}`;

/** The flags of a state. */
export type FlagEntries = {
  /** The active flags of a client by name; undefined where it has none. */
  readonly ofClient: (
    client: string,
  ) => ReadonlyMap<string, FlagEntry> | undefined;
  /** The compiled flag; null where it is broken, and then `error` is set. */
  readonly compiled: (entry: FlagEntry) => CompiledFlag | null;
};

/** Entries of all active flags of `state`. */
export const flagEntries = (
  state: ResolverState,
  semantics: Semantics,
): FlagEntries => {
  const clients = new Map<string, Map<string, FlagEntry>>();
  const entries: FlagEntry[] = [];
  for (const spec of state.flags) {
    if (spec.state !== 'active') continue;
    const entry: FlagEntry = { spec, compiled: null, error: null };
    entries.push(entry);
    for (const client of spec.clients) {
      const flags = clients.get(client) ?? new Map<string, FlagEntry>();
      flags.set(spec.name, entry);
      clients.set(client, flags);
    }
  }
  let byName: ReadonlyMap<string, FlagEntry> | null = null;
  let areInOneCircle: ((one: string, other: string) => boolean) | null = null;
  const scope: FlagScope = {
    segment: segmentCompiler(state, semantics),
    unitReader: memoized(compileUnitReader),
    prerequisite: (dependent, name) => {
      byName ??= new Map(entries.map(entry => [entry.spec.name, entry]));
      areInOneCircle ??= prerequisiteCircles(state.flags);
      return areInOneCircle(dependent, name)
        ? null
        : (byName.get(name) ?? null);
    },
  };
  let lastClient: string | null = null;
  let lastFlags: ReadonlyMap<string, FlagEntry> | undefined;
  return {
    ofClient: client => {
      if (client !== lastClient) {
        lastFlags = clients.get(client);
        lastClient = client;
      }
      return lastFlags;
    },
    compiled: entry => {
      if (entry.compiled !== null || entry.error !== null) {
        return entry.compiled;
      }
      try {
        entry.compiled = compileFlag(entry.spec, scope);
      } catch (error) {
        entry.error = brokenText(entry.spec.name, error);
      }
      return entry.compiled;
    },
  };
};
