import type { FlagRecord } from '@etude/plugin-flags-common';

/** What every tab of a flag gets. */
export type FlagTabProps = {
  readonly flag: FlagRecord;
  /** True when the present person may change the flag. */
  readonly canChange: boolean;
  /** Loads the flag again after a change. */
  readonly onChanged: () => void;
};
