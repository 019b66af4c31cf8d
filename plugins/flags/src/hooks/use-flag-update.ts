import { useApi } from '@backstage/frontend-plugin-api';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { problemsOf, useCommand } from '@etude/ui';
import { flagsApiRef } from '../api/flags-api';
import { updateChange, updateOf } from './use-flag';

/** Parts of a flag that its forms edit. */
type FlagEdits = Partial<
  Pick<
    FlagRecord,
    | 'description'
    | 'owner'
    | 'componentRef'
    | 'clients'
    | 'schema'
    | 'variants'
    | 'defaultVariant'
    | 'disabledEnvironments'
    | 'prerequisites'
  >
>;

/**
 * Saves a part of a flag. What is refused is said by `ChangeProblems`, which
 * takes `refused`; `onSaved` is told the flag as it is then.
 */
export const useFlagUpdate = (
  flag: FlagRecord,
  edits: FlagEdits,
  onSaved: (present: FlagRecord) => void,
) => {
  const api = useApi(flagsApiRef);
  const command = useCommand(async (onto: FlagRecord) => {
    onSaved(await api.updateFlag(onto.id, updateOf(onto, edits)));
  });
  const { error } = command;
  return {
    save: () => command.run(flag),
    isPending: command.isPending,
    problems: error ? problemsOf(error) : [],
    refused: {
      error,
      flag,
      change: updateChange(updateOf(flag, edits)),
      conflict: {
        withMine: (present: FlagRecord): FlagRecord => ({
          ...present,
          ...edits,
        }),
        onKeepMine: command.run,
        onTakeTheirs: (present: FlagRecord) => {
          command.reset();
          onSaved(present);
        },
      },
    },
  };
};
