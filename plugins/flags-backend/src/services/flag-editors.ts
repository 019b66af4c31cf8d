import type { FlagRecord, updateFlagSchema } from '@etude/plugin-flags-common';
import type { z } from 'zod';
import { flagUpdateProblems } from '../rules/flag-update';
import { revertedFlag } from '../rules/revert';
import type { StoredSegment } from '../stores/segment-store';
import type { Stores } from '../stores/stores';
import { changedParts } from './edit-flag';
import type { FlagEditor } from './edit-flag';
import { liveExperiment, notFound, refusal } from './refusals';
import { leftOverSegment } from './rule-editors';

export type ChangedFlag = Omit<z.output<typeof updateFlagSchema>, 'etag'>;

/** Only the fields that were given. */
export const given = <T extends object>(fields: T): Partial<T> =>
  // Object.fromEntries forgets which keys there were.
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<T>;

/** Replaces what a person may edit, whole. */
export const updateEditor =
  (input: ChangedFlag): FlagEditor =>
  async (before, tx) => {
    const after: FlagRecord = { ...before, ...given(input) };
    const problems = flagUpdateProblems(before, after);
    if (problems.length > 0) {
      throw refusal(`Flag '${before.id}' cannot be changed so`, problems);
    }
    const parts = changedParts(before, after);
    const segments = [];
    for (const { id, owner } of before.rules) {
      if (owner.kind !== 'person' || after.rules.some(rule => rule.id === id)) {
        continue;
      }
      segments.push(...(await leftOverSegment(tx, after, id)));
    }
    return {
      after,
      change: 'updated',
      summary: parts.length === 0 ? 'Edited.' : `Edited: ${parts.join(', ')}.`,
      segments,
      check: 'whole',
    };
  };

/** Switches a flag on or off for everyone; off is never in the way of rules. */
export const enabledEditor =
  (enabled: boolean): FlagEditor =>
  async before => ({
    after: { ...before, enabled },
    change: enabled ? 'enabled' : 'disabled',
    summary: enabled
      ? 'Switched on.'
      : `Switched off: everyone gets ${before.defaultVariant === null ? 'the default in the code' : `variant '${before.defaultVariant}'`}.`,
    check: 'none',
  });

/** Switches a flag off in exactly these environments. */
export const environmentsEditor =
  (environments: readonly string[]): FlagEditor =>
  async before => {
    const disabledEnvironments = [...new Set(environments)].sort();
    return {
      after: { ...before, disabledEnvironments },
      change: 'environments-changed',
      summary:
        disabledEnvironments.length === 0
          ? 'Off in no environment.'
          : `Off in ${disabledEnvironments.join(', ')}.`,
      check: 'none',
    };
  };

const liveExperimentOf = (flag: FlagRecord): string | undefined =>
  flag.rules.find(
    ({ enabled, owner }) => enabled && owner.kind === 'experiment',
  )?.owner.ref;

/**
 * Archives or unarchives. Archiving is refused while an experiment is live on
 * the flag (ETUDE_FLAGS_LIVE_EXPERIMENT_CONFLICT) or another flag requires it.
 */
export const stateEditor =
  (state: FlagRecord['state']): FlagEditor =>
  async before => {
    const experiment = liveExperimentOf(before);
    if (state === 'archived' && experiment !== undefined) {
      throw liveExperiment(before.id, experiment);
    }
    return {
      after: { ...before, state },
      change: state === 'archived' ? 'archived' : 'unarchived',
      summary:
        state === 'archived'
          ? 'Archived: it resolves nowhere.'
          : 'Unarchived: it resolves again.',
      check: state === 'archived' ? 'dependents' : 'whole',
    };
  };

/** The segments that rules have for themselves, as they were in a version. */
const segmentsOfThen = async (
  tx: Stores,
  after: FlagRecord,
  version: number,
): Promise<StoredSegment[]> => {
  const segments: StoredSegment[] = [];
  for (const { owner, segment: id } of after.rules) {
    if (owner.kind !== 'person' || !id.startsWith('rule-')) continue;
    const then = await tx.segmentRevisions.inVersion(id, version);
    if (then) segments.push(then);
  }
  return segments;
};

/**
 * Makes a flag what it was in a revision, with the segments its rules then
 * had for themselves; experiments and rollouts stay as they are. Refused with
 * every reason why the old one is not valid any more.
 */
export const revertEditor =
  (revision: number): FlagEditor =>
  async (before, tx) => {
    const then = await tx.revisions.get(before.id, revision);
    if (!then) throw notFound('revision', String(revision));
    const after = revertedFlag(before, then.flag);
    const problems = flagUpdateProblems(before, after);
    if (problems.length > 0) {
      throw refusal(
        `Flag '${before.id}' cannot go back to revision ${revision}`,
        problems,
      );
    }
    return {
      after,
      change: 'reverted',
      summary: `Reverted to revision ${revision} of ${then.at}.`,
      segments:
        then.version === null
          ? []
          : await segmentsOfThen(tx, after, then.version),
      check: 'whole',
    };
  };
