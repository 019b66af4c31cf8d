import type { FlagRecord } from '@etude/plugin-flags-common';
import type { Tone } from '@etude/ui';

/** The states people tell flags apart by. */
export type FlagStateId =
  'serving' | 'off' | 'rules-off' | 'no-rules' | 'no-client' | 'archived';

export type FlagState = {
  readonly id: FlagStateId;
  readonly label: string;
  readonly tone: Tone;
};

const STATES: Record<FlagStateId, FlagState> = {
  serving: { id: 'serving', label: 'Serving', tone: 'good' },
  off: { id: 'off', label: 'Switched off', tone: 'warning' },
  'rules-off': { id: 'rules-off', label: 'Rules off', tone: 'neutral' },
  'no-rules': { id: 'no-rules', label: 'No rules', tone: 'neutral' },
  'no-client': { id: 'no-client', label: 'No client', tone: 'warning' },
  archived: { id: 'archived', label: 'Archived', tone: 'muted' },
};

/** All states in the order of attention, for filters. */
export const FLAG_STATES: readonly FlagState[] = Object.values(STATES);

/** The state of a flag as a badge tells it. */
export const flagStateOf = (flag: FlagRecord): FlagState => {
  if (flag.state === 'archived') return STATES.archived;
  if (!flag.enabled) return STATES.off;
  if (flag.clients.length === 0) return STATES['no-client'];
  if (flag.rules.length === 0) return STATES['no-rules'];
  return flag.rules.some(({ enabled }) => enabled)
    ? STATES.serving
    : STATES['rules-off'];
};
