import { useApi } from '@backstage/frontend-plugin-api';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { useCommand } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { isEtagConflict } from '../../model/etag-conflict';
import type { Rule } from '../../model/wire-types';

const moved = (
  rules: readonly Rule[],
  ruleId: string,
  position: number,
): Rule[] => {
  const rule = rules.find(({ id }) => id === ruleId);
  const others = rules.filter(({ id }) => id !== ruleId);
  return rule ? others.toSpliced(position - 1, 0, rule) : others;
};

/** The order of a flag's rules, to be changed one step at a time. */
export const useRuleOrder = (flag: FlagRecord, onChanged: () => void) => {
  const api = useApi(flagsApiRef);
  const [wanted, setWanted] = useState<readonly Rule[]>(flag.rules);
  const [said, setSaid] = useState('');
  const command = useCommand(async (rules: readonly Rule[]) => {
    try {
      await api.rules.order(flag.id, {
        etag: flag.etag,
        rules: rules.map(({ id }) => id),
      });
    } catch (error) {
      // Shows the rules of the other person, on which the next try rests.
      if (error instanceof Error && isEtagConflict(error)) onChanged();
      throw error;
    }
    onChanged();
  });
  const move = async (rule: Rule, position: number) => {
    const rules = moved(flag.rules, rule.id, position);
    setWanted(rules);
    const isDone = await command.run(rules);
    setSaid(
      isDone ? `${rule.name} is now rule ${position} of ${rules.length}.` : '',
    );
  };
  return {
    move,
    /** The order that was asked for last. */
    wanted,
    isPending: command.isPending,
    error: command.error,
    /** For those who do not see the rules move. */
    said,
  };
};
