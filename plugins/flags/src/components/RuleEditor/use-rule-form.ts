import { useApi } from '@backstage/frontend-plugin-api';
import type {
  FlagChangeInput,
  FlagRecord,
  PersonRuleInput,
} from '@etude/plugin-flags-common';
import { problemsOf, useCommand, useSessionDraft } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { needsApproval } from '../../model/approval';
import { isEtagConflict } from '../../model/etag-conflict';
import type { RuleDraft } from '../../model/rule-draft';
import { ruleOfDraft, ruleUpdateChange } from '../../model/rule-of-draft';

const draftKey = (flagId: string, ruleId: string | undefined): string =>
  `etude.flags.rule.1.${flagId}.${ruleId ?? ''}`;

const changeOf = (
  ruleId: string | undefined,
  input: PersonRuleInput,
): FlagChangeInput => {
  if (ruleId !== undefined) return ruleUpdateChange(ruleId, input);
  const { etag: _etag, ...rule } = input;
  return { kind: 'rule-create', rule };
};

/** The form for a rule of a person, new or stored. */
export const useRuleForm = (
  flag: FlagRecord,
  ruleId: string | undefined,
  options: { readonly initial: RuleDraft; readonly onSaved: () => void },
) => {
  const api = useApi(flagsApiRef);
  const { draft, setDraft, forget } = useSessionDraft<RuleDraft>(
    draftKey(flag.id, ruleId),
    options.initial,
  );
  const [attempt, setAttempt] = useState(0);
  const command = useCommand(async (etag: string) => {
    const present = ruleOfDraft({ ...draft, etag });
    if (!present.ok) return;
    if (ruleId === undefined) await api.rules.create(flag.id, present.rule);
    else await api.rules.update(flag.id, ruleId, present.rule);
    forget();
    options.onSaved();
  });
  const present = ruleOfDraft(draft);
  const local: readonly FieldProblem[] =
    attempt > 0 && !present.ok ? present.problems : [];
  const hasConflict =
    command.error !== undefined && isEtagConflict(command.error);
  const isProtected = needsApproval(command.error);
  const refused =
    command.error && !hasConflict && !isProtected
      ? problemsOf(command.error)
      : [];
  return {
    draft,
    change: (changes: Partial<RuleDraft>) => setDraft({ ...draft, ...changes }),
    save: async () => {
      setAttempt(attempt + 1);
      if (present.ok) await command.run(draft.etag);
    },
    forget,
    attempt,
    isPending: command.isPending,
    hasConflict,
    error: command.error,
    /** What to ask for where saving needs approval. */
    protectedChange:
      isProtected && present.ok ? changeOf(ruleId, present.rule) : undefined,
    problems: local.length > 0 ? local : refused,
    /** Saves onto the flag as it is now. */
    saveOnto: async (etag: string) => {
      setDraft({ ...draft, etag });
      await command.run(etag);
    },
  };
};
