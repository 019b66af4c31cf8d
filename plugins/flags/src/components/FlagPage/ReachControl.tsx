import { useApi } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { formatPercent, useCommand } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { FlagChangeDialog } from '../ChangeRequests';
import { ReachConfirmation } from './ReachConfirmation';
import { ReachInput } from './ReachInput';
import styles from './RuleCard.module.css';

export type ReachControlProps = {
  readonly flag: FlagRecord;
  readonly variant: string;
  /** Present share of the units, 0 to 1. */
  readonly reach: number;
  readonly onChanged: () => void;
};

const toPercent = (share: number): number => Number((share * 100).toFixed(4));

/** Raises or lowers a rollout, after saying what that does. */
export const ReachControl = (props: ReachControlProps) => {
  const { flag, variant, reach } = props;
  const api = useApi(flagsApiRef);
  const [percent, setPercent] = useState(toPercent(reach));
  const [isAsking, setAsking] = useState(false);
  const command = useCommand<[]>(async () => {
    await api.putRollout(flag.id, { variant, reach: percent / 100 });
    props.onChanged();
  });
  return (
    <div className={styles.reach}>
      <ReachInput percent={percent} onChange={setPercent} />
      <Button
        variant="secondary"
        isDisabled={percent === toPercent(reach)}
        onPress={() => setAsking(true)}
      >
        Set reach
      </Button>
      {isAsking && (
        <FlagChangeDialog
          flag={flag}
          change={{ kind: 'rollout', variant, reach: percent / 100 }}
          title={`Set the reach of ${variant} to ${formatPercent(percent / 100)}?`}
          confirmLabel="Set reach"
          isDestructive={percent / 100 < reach}
          command={command}
          onClose={() => {
            setAsking(false);
            command.reset();
          }}
        >
          <ReachConfirmation
            variant={variant}
            from={reach}
            to={percent / 100}
            clients={flag.clients}
          />
        </FlagChangeDialog>
      )}
    </div>
  );
};
