import { useApi } from '@backstage/frontend-plugin-api';
import { Select } from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { useCommand } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { rolloutOf } from '../../model/rule-words';
import { FlagChangeDialog } from '../ChangeRequests';
import { ReachConfirmation } from './ReachConfirmation';
import { ReachInput } from './ReachInput';

export type RollOutDialogProps = {
  readonly flag: FlagRecord;
  readonly onChanged: () => void;
  readonly onClose: () => void;
};

const reachNow = (flag: FlagRecord, variant: string): number =>
  flag.rules.map(rolloutOf).find(rollout => rollout?.variant === variant)
    ?.reach ?? 0;

/** Gives a variant to a share of the units. */
export const RollOutDialog = (props: RollOutDialogProps) => {
  const { flag } = props;
  const api = useApi(flagsApiRef);
  const [variant, setVariant] = useState(flag.variants.at(-1)?.id ?? '');
  const [percent, setPercent] = useState(5);
  const from = reachNow(flag, variant);
  const command = useCommand<[]>(async () => {
    await api.putRollout(flag.id, { variant, reach: percent / 100 });
    props.onChanged();
  });
  return (
    <FlagChangeDialog
      flag={flag}
      change={{ kind: 'rollout', variant, reach: percent / 100 }}
      title="Roll out a variant"
      confirmLabel="Roll out"
      isDestructive={percent / 100 < from}
      isDisabled={percent / 100 === from}
      command={command}
      onClose={props.onClose}
    >
      <Select
        label="Variant"
        options={flag.variants.map(({ id, description }) => ({
          id,
          label: id,
          description,
        }))}
        value={variant}
        onChange={id => setVariant(String(id))}
      />
      <ReachInput percent={percent} onChange={setPercent} />
      <ReachConfirmation
        variant={variant}
        from={from}
        to={percent / 100}
        clients={flag.clients}
      />
    </FlagChangeDialog>
  );
};
