import { useApi } from '@backstage/frontend-plugin-api';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { flagsApiRef } from '../../api/flags-api';
import { ConflictNotice } from './ConflictNotice';
import type { ConflictNoticeProps } from './ConflictNotice';

export type FlagConflictProps = Omit<
  ConflictNoticeProps<FlagRecord>,
  'what' | 'load'
> & { readonly flagId: string };

/** A flag was saved by somebody else first. */
export const FlagConflict = ({ flagId, ...props }: FlagConflictProps) => {
  const api = useApi(flagsApiRef);
  return (
    <ConflictNotice
      {...props}
      what="flag"
      load={async () =>
        (await api.getFlagHistory(flagId)).map(({ flag, ...revision }) => ({
          ...revision,
          record: flag,
        }))
      }
    />
  );
};
