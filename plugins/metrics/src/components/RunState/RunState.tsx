import { RUN_STATE_WORDS } from '@etude/plugin-metrics-common';
import type { Run } from '@etude/plugin-metrics-common';
import { StatusBadge } from '@etude/ui';

/** The state of a run as a badge. */
export const RunState = ({ state }: Pick<Run, 'state'>) => {
  const { label, tone } = RUN_STATE_WORDS[state];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
};
