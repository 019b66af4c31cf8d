import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import type { FlagRecord, FlagRevision } from '@etude/plugin-flags-common';
import { useCommand } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { FlagChangeDialog } from '../ChangeRequests';
import { FlagDiff } from './FlagDiff';

export type RevertButtonProps = {
  /** The flag as it is now. */
  readonly flag: FlagRecord;
  readonly to: FlagRevision;
  readonly onChanged: () => void;
};

/** Brings an earlier revision back, after showing what that changes. */
export const RevertButton = ({ flag, to, onChanged }: RevertButtonProps) => {
  const api = useApi(flagsApiRef);
  const [isAsking, setAsking] = useState(false);
  const command = useCommand<[]>(async () => {
    await api.revertFlag(flag.id, { revision: to.revision, etag: flag.etag });
    onChanged();
  });
  return (
    <>
      <Button
        size="small"
        variant="secondary"
        aria-label={`Revert to revision ${to.revision}`}
        onPress={() => setAsking(true)}
      >
        Revert to this
      </Button>
      {isAsking && (
        <FlagChangeDialog
          flag={flag}
          change={{ kind: 'revert', revision: to.revision }}
          title={`Revert ${flag.id} to revision ${to.revision}?`}
          confirmLabel="Revert"
          isDestructive
          command={command}
          onClose={() => {
            setAsking(false);
            command.reset();
          }}
        >
          <Text>
            It becomes a new revision and is served within seconds. Its rules
            get the audiences they had then; those of experiments and rollouts
            stay as they are now.
          </Text>
          <FlagDiff before={flag} after={to.flag} />
        </FlagChangeDialog>
      )}
    </>
  );
};
