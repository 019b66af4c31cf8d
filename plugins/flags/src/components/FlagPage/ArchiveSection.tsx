import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { useCommand } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { servingSummaries } from '../../model/rule-words';
import { FlagChangeDialog } from '../ChangeRequests';
import type { FlagTabProps } from './flag-tab';

const archivingWords = (flag: FlagRecord): string => {
  const clients = flag.clients.join(', ');
  const who =
    flag.clients.length === 0
      ? 'No client resolves it, so nobody notices.'
      : `Within seconds ${clients} no longer get${flag.clients.length === 1 ? 's' : ''} it, in any environment, and every unit gets the default in the code.`;
  const serving = servingSummaries(flag);
  return serving.length === 0
    ? who
    : `${who} It now serves: ${serving.join('; ')}.`;
};

const unarchivingWords = (flag: FlagRecord): string => {
  const rules = flag.rules.filter(({ enabled }) => enabled).length;
  return rules === 0
    ? 'The flag can be resolved again. No rule is on, so units keep getting the default in the code.'
    : `The flag resolves again within seconds, with the ${rules} ${rules === 1 ? 'rule that is' : 'rules that are'} on.`;
};

/** Ends a flag, or brings it back, after saying what that does. */
export const ArchiveSection = ({ flag, onChanged }: FlagTabProps) => {
  const api = useApi(flagsApiRef);
  const [isAsking, setAsking] = useState(false);
  const isArchived = flag.state === 'archived';
  const verb = isArchived ? 'Unarchive' : 'Archive';
  const command = useCommand<[]>(async () => {
    await (isArchived ? api.unarchiveFlag(flag.id) : api.archiveFlag(flag.id));
    onChanged();
  });
  return (
    <Flex direction="column" gap="3" align="start">
      <Text as="h2" variant="title-x-small" weight="bold">
        {isArchived ? 'Bring it back' : 'End of life'}
      </Text>
      <Text color="secondary">
        {isArchived
          ? 'The flag resolves nowhere. Its rules and history are kept.'
          : 'An archived flag resolves nowhere. It keeps its rules and history and can be brought back.'}
      </Text>
      <Button
        variant="secondary"
        destructive={!isArchived}
        onPress={() => setAsking(true)}
      >
        {`${verb} flag`}
      </Button>
      {isAsking && (
        <FlagChangeDialog
          flag={flag}
          change={{ kind: isArchived ? 'unarchive' : 'archive' }}
          title={`${verb} ${flag.id}?`}
          confirmLabel={verb}
          isDestructive={!isArchived}
          command={command}
          onClose={() => {
            setAsking(false);
            command.reset();
          }}
        >
          <Text>
            {isArchived ? unarchivingWords(flag) : archivingWords(flag)}
          </Text>
        </FlagChangeDialog>
      )}
    </Flex>
  );
};
