import type { FlagRecord } from '@etude/plugin-flags-common';
import type { FieldProblem } from '@etude/ui';
import type { RuleDraft } from '../../model/rule-draft';

/** What every part of the form for a rule gets. */
export type RuleFormPartProps = {
  readonly flag: FlagRecord;
  readonly draft: RuleDraft;
  readonly problems: readonly FieldProblem[];
  readonly onChange: (changes: Partial<RuleDraft>) => void;
};
