import type { FlagRecord } from '@etude/plugin-flags-common';
import type { PlannedRule } from '../rules/experiment-rule';
import type { Stores } from '../stores/stores';
import { notFound } from './refusals';
import { saveFlag } from './save-flag';
import type { ChangeNote } from './save-flag';
import { saveSegment } from './save-segment';
import type { WriteOutcome } from './write-state';

/** The flag with this id; throws ETUDE_FLAGS_NOT_FOUND. */
export const flagOf = async (
  stores: Stores,
  id: string,
): Promise<FlagRecord> => {
  const flag = await stores.flags.get(id);
  if (!flag) throw notFound('flag', id);
  return flag;
};

/**
 * Stores the rule and segment of an experiment or rollout, with one entry in
 * the history of the flag if either of them changed.
 */
export const savePlanned = async (
  stores: Stores,
  plan: { readonly flag: FlagRecord; readonly planned: PlannedRule },
  note: ChangeNote,
): Promise<WriteOutcome<FlagRecord>> => {
  const { flag, planned } = plan;
  const segment = await saveSegment(stores, planned.segment, note);
  const after = { ...flag, rules: [...planned.rules] };
  const saved = await saveFlag(
    stores,
    { before: flag, after, mustRecord: segment.isChanged },
    note,
  );
  return { value: saved.flag, isChanged: saved.isChanged };
};
