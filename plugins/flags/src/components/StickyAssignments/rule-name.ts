import type { FlagRecord } from '@etude/plugin-flags-common';

/** What a rule is called, or its id when it is no longer there. */
export const ruleNameOf = (flag: FlagRecord, ruleId: string): string =>
  flag.rules.find(({ id }) => id === ruleId)?.name ?? `${ruleId}, deleted`;
