import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { useCommand } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { defaultWords, servingSummaries } from '../../model/rule-words';
import { FlagChangeDialog } from '../ChangeRequests';

export type OffSwitchProps = {
  readonly flag: FlagRecord;
  readonly onChanged: () => void;
};

const whereWords = ({ clients }: FlagRecord): string =>
  clients.length === 0 ? 'nowhere yet' : `in ${clients.join(', ')}`;

const offWords = (flag: FlagRecord): string => {
  const serving = servingSummaries(flag);
  return `Within seconds ${defaultWords(flag)}, ${whereWords(flag)}, in every environment. ${serving.length === 0 ? 'No rule serves it now.' : `Rules keep their settings and count again when it is switched on; now they serve: ${serving.join('; ')}.`}`;
};

const onWords = (flag: FlagRecord): string => {
  const rules = flag.rules.filter(({ enabled }) => enabled).length;
  return `Within seconds its rules count again, ${whereWords(flag)}: ${rules === 1 ? 'one rule is' : `${rules} rules are`} on.`;
};

/** Switches a flag off for everyone, or on again, after saying what happens. */
export const OffSwitch = ({ flag, onChanged }: OffSwitchProps) => {
  const api = useApi(flagsApiRef);
  const [isAsking, setAsking] = useState(false);
  const verb = flag.enabled ? 'Switch off' : 'Switch on';
  // Without an etag: in an emergency nobody's edit stands in the way.
  const command = useCommand<[]>(async () => {
    await api.setEnabled(flag.id, { enabled: !flag.enabled });
    onChanged();
  });
  return (
    <>
      <Button variant="secondary" onPress={() => setAsking(true)}>
        {verb}
      </Button>
      {isAsking && (
        <FlagChangeDialog
          flag={flag}
          change={{ kind: flag.enabled ? 'disable' : 'enable' }}
          title={`${verb} ${flag.id}?`}
          confirmLabel={verb}
          isDestructive={flag.enabled}
          command={command}
          onClose={() => {
            setAsking(false);
            command.reset();
          }}
        >
          <Text>{flag.enabled ? offWords(flag) : onWords(flag)}</Text>
        </FlagChangeDialog>
      )}
    </>
  );
};
