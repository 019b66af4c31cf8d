import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type { ScheduledChange } from '@etude/plugin-flags-common';
import {
  LoadedView,
  PersonLink,
  ProblemList,
  StatusBadge,
  Timestamp,
  problemsOf,
  useCommand,
  useLoaded,
} from '@etude/ui';
import type { Tone } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { ChangeWords } from '../ChangeRequests';
import type { FlagTabProps } from '../FlagPage/flag-tab';
import { ScheduleDialog } from './ScheduleDialog';
import styles from './Releases.module.css';

const STATES: Record<ScheduledChange['state'], { tone: Tone; label: string }> =
  {
    pending: { tone: 'active', label: 'Waits' },
    applied: { tone: 'good', label: 'Done' },
    failed: { tone: 'bad', label: 'Refused at its time' },
    cancelled: { tone: 'muted', label: 'Cancelled' },
  };

type EntryProps = {
  readonly entry: ScheduledChange;
  readonly canChange: boolean;
  readonly onChanged: () => void;
};

const Entry = ({ entry, canChange, onChanged }: EntryProps) => {
  const api = useApi(flagsApiRef);
  const command = useCommand<[]>(async () => {
    await api.changes.cancelScheduled(entry.flagId, entry.id);
    onChanged();
  });
  const state = STATES[entry.state];
  return (
    <li className={styles.entry}>
      <Flex direction="column" gap="1">
        <Flex gap="3" align="center">
          <ChangeWords change={entry.change} />
          <StatusBadge tone={state.tone}>{state.label}</StatusBadge>
        </Flex>
        <Text variant="body-small" color="secondary">
          <Timestamp at={entry.at} />, in the name of{' '}
          <PersonLink actor={entry.createdBy} />
        </Text>
        <ProblemList title="Why it was refused" problems={entry.problems} />
        <ProblemList
          title="It could not be cancelled"
          problems={command.error ? problemsOf(command.error) : []}
        />
      </Flex>
      {canChange && entry.state === 'pending' && (
        <Button
          variant="secondary"
          isPending={command.isPending}
          onPress={() => command.run()}
        >
          Cancel the change
        </Button>
      )}
    </li>
  );
};

/** Changes of a flag that are made at a time. */
export const ScheduledChanges = (props: FlagTabProps) => {
  const { flag, canChange, onChanged } = props;
  const api = useApi(flagsApiRef);
  const [isScheduling, setScheduling] = useState(false);
  const entries = useLoaded(`scheduled ${flag.id} ${flag.etag}`, () =>
    api.changes.listScheduled(flag.id),
  );
  const changed = () => {
    entries.reload();
    onChanged();
  };
  return (
    <Flex direction="column" gap="3">
      <Flex justify="between" align="center">
        <Text as="h2" variant="title-x-small" weight="bold">
          Scheduled changes
        </Text>
        {canChange && flag.state === 'active' && (
          <Button variant="secondary" onPress={() => setScheduling(true)}>
            Schedule a change
          </Button>
        )}
      </Flex>
      <LoadedView {...entries} what="the scheduled changes">
        {items =>
          items.length === 0 ? (
            <Text color="secondary">
              Nothing is scheduled. A scheduled change is made at its time,
              once, in the name of who scheduled it.
            </Text>
          ) : (
            <ul className={styles.list} aria-label="Scheduled changes">
              {items.map(entry => (
                <Entry
                  key={entry.id}
                  entry={entry}
                  canChange={canChange}
                  onChanged={changed}
                />
              ))}
            </ul>
          )
        }
      </LoadedView>
      {isScheduling && (
        <ScheduleDialog
          flag={flag}
          onScheduled={changed}
          onClose={() => setScheduling(false)}
        />
      )}
    </Flex>
  );
};
