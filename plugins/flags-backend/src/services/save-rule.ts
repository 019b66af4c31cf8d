import type { FlagRecord } from '@etude/plugin-flags-common';
import type { PlannedRule } from '../rules/experiment-rule';
import type { Stores } from '../stores/stores';
import { notFound } from './refusals';
import { saveFlag, saveSegment } from './save-flag';
import type { ChangeNote } from './save-flag';
import type { WriteOutcome } from './write-state';

/** Shares of units as histories write them. */
export const percent = new Intl.NumberFormat('en', {
  style: 'percent',
  maximumFractionDigits: 4,
});

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
  const isSegmentChanged = await saveSegment(stores, planned.segment);
  const after = { ...flag, rules: [...planned.rules] };
  const saved = await saveFlag(
    stores,
    { before: flag, after, isSegmentChanged },
    note,
  );
  return { value: saved.flag, isChanged: saved.isChanged };
};
