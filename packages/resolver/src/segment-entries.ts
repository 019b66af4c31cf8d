import type { ResolverState, StateSegment } from '@etude/flags';
import { compileBloomFilter } from './bloom-filter';
import { compileContextPath } from './context-path';
import { hashPrefix } from './hash/key-hash';
import type { HashPrefix } from './hash/key-hash';
import { memoized } from './memoized';
import { FALSE } from './outcome';
import type { Semantics } from './resolution';
import { compileSegment } from './segment';
import type { Condition, SegmentScope } from './segment';

/** A segment of the state, compiled when a rule first uses it. */
export type SegmentEntry = {
  readonly spec: StateSegment;
  /** Without the share of the population. */
  targeting: Condition;
  match: Condition;
  /** Of variant buckets; made when first needed. */
  prefix: HashPrefix | null;
};

/** The salt of population buckets, one for the whole account. */
export const populationSalt = (account: string): string =>
  `MegaSalt-${account}|`;

/** Marks what is not compiled; never called. */
const NOT_COMPILED: Condition = () => FALSE;

/**
 * Compiles the segments of `state` on first use, each once, so that a broken
 * one fails its flags only; undefined where the state has none of the name.
 */
export const segmentCompiler = (
  state: ResolverState,
  semantics: Semantics,
): ((name: string) => SegmentEntry | undefined) => {
  const entries = new Map<string, SegmentEntry>();
  for (const spec of state.segments) {
    entries.set(spec.name, {
      spec,
      targeting: NOT_COMPILED,
      match: NOT_COMPILED,
      prefix: null,
    });
  }
  const filters = new Map(
    (state.bloomFilters ?? []).map(filter => [
      filter.materializedSegment,
      filter,
    ]),
  );
  const scope: SegmentScope = {
    segment: name => entries.get(name)?.spec,
    bloomFilter: memoized(name => {
      const filter = filters.get(name);
      return filter === undefined ? null : compileBloomFilter(filter);
    }),
    populationPrefix: hashPrefix(populationSalt(state.account)),
    semantics,
    contextReader: memoized(compileContextPath),
  };
  return name => {
    const entry = entries.get(name);
    if (entry === undefined || entry.match !== NOT_COMPILED) return entry;
    const { targeting, match } = compileSegment(entry.spec, scope);
    entry.targeting = targeting;
    entry.match = match;
    return entry;
  };
};
