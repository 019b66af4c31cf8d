import { NO_FALLTHROUGHS, NO_WRITES } from './evaluation';
import type { Evaluation } from './evaluation';
import { brokenText } from './flag-entries';
import type { FlagEntries } from './flag-entries';
import { ABORT } from './outcome';
import type { FlagResolution } from './resolution';
import { defaulted, unresolved } from './flag-resolution';
import { isOff, resolveRules } from './resolve-flag';
import type { CompiledFlag, FlagEntry } from './rule';

type Resolved = FlagResolution | typeof ABORT;

/** Resolves flags with what they have as prerequisite. */
export type ResolveEntry = (
  entry: FlagEntry,
  evaluation: Evaluation,
) => Resolved;

/**
 * How the prerequisites bear on `flag`, all of which are settled: its rules
 * apply, or it has a result already.
 */
const heldBack = (
  flag: CompiledFlag,
  evaluation: Evaluation,
): Resolved | null => {
  let isUnknown = false;
  for (const { entry, variants } of flag.prerequisites ?? []) {
    const settled =
      entry === null ? undefined : evaluation.settled?.get(entry.spec.name);
    if (settled === ABORT) return ABORT;
    if (settled?.reason === 'MATERIALIZATION_NOT_SUPPORTED') {
      isUnknown = true;
    } else if (
      settled === undefined ||
      settled.variant === null ||
      !variants.includes(settled.variant)
    ) {
      return defaulted(flag, 'PREREQUISITE_FAILED', evaluation);
    }
  }
  return isUnknown
    ? unresolved(flag.name, 'MATERIALIZATION_NOT_SUPPORTED')
    : null;
};

const resolveAlone = (flag: CompiledFlag, evaluation: Evaluation): Resolved => {
  evaluation.fallthroughs = NO_FALLTHROUGHS;
  evaluation.writes = NO_WRITES;
  evaluation.isUnknown = false;
  try {
    if (isOff(flag, evaluation)) return defaulted(flag, 'DISABLED', evaluation);
    return (
      (flag.prerequisites === null ? null : heldBack(flag, evaluation)) ??
      resolveRules(flag, evaluation)
    );
  } catch (error) {
    return unresolved(flag.name, 'ERROR', brokenText(flag.name, error));
  }
};

/**
 * Resolves an entry for one evaluation. Its prerequisites are settled first,
 * each once a request, on a stack of our own as chains of them may be long.
 */
export const entryResolver = (entries: FlagEntries): ResolveEntry => {
  const resolveSettled = (
    entry: FlagEntry,
    evaluation: Evaluation,
  ): Resolved => {
    const flag = entry.compiled ?? entries.compiled(entry);
    return flag === null
      ? unresolved(entry.spec.name, 'ERROR', entry.error ?? '')
      : resolveAlone(flag, evaluation);
  };

  const settle = (top: FlagEntry, evaluation: Evaluation): Resolved => {
    const settled = (evaluation.settled ??= new Map<string, Resolved>());
    const isOpen = ({ entry }: { readonly entry: FlagEntry | null }) =>
      entry !== null && !settled.has(entry.spec.name);
    const stack = [top];
    for (;;) {
      const entry = stack.at(-1) ?? top;
      const flag = entries.compiled(entry);
      const open =
        flag === null || isOff(flag, evaluation)
          ? null
          : flag.prerequisites?.find(isOpen)?.entry;
      if (open) {
        stack.push(open);
        continue;
      }
      const resolved =
        settled.get(entry.spec.name) ?? resolveSettled(entry, evaluation);
      settled.set(entry.spec.name, resolved);
      stack.pop();
      if (stack.length === 0) return resolved;
    }
  };

  return (entry, evaluation) => {
    const flag = entry.compiled ?? entries.compiled(entry);
    // Most flags have no prerequisite and are none of another.
    return (flag === null || flag.prerequisites === null) &&
      evaluation.settled === null
      ? resolveSettled(entry, evaluation)
      : settle(entry, evaluation);
  };
};
