import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  CardBody,
  CardHeader,
  Flex,
  Text,
  TextField,
} from '@backstage/ui';
import type {
  ChangeRequest,
  ChangeRequestState,
} from '@etude/plugin-flags-common';
import {
  PersonLink,
  ProblemList,
  StatusBadge,
  Timestamp,
  problemsOf,
  useCommand,
} from '@etude/ui';
import type { Tone } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { FlagDiff } from '../FlagPage/FlagDiff';
import { SegmentDiffs } from '../FlagPage/SegmentDiffs';
import { GroupCard } from '../GroupCard';
import { ChangeWords } from './ChangeProblems';

export type ChangeRequestCardProps = {
  readonly request: ChangeRequest;
  readonly onChanged: () => void;
};

const STATES: Record<ChangeRequestState, { tone: Tone; label: string }> = {
  open: { tone: 'active', label: 'Waits for approval' },
  approved: { tone: 'good', label: 'Approved, not yet applied' },
  rejected: { tone: 'bad', label: 'Rejected' },
  withdrawn: { tone: 'muted', label: 'Withdrawn' },
  applied: { tone: 'good', label: 'Applied' },
};

type Step = 'approve' | 'reject' | 'apply' | 'withdraw';

const STEPS: Record<Step, string> = {
  approve: 'Approve',
  reject: 'Reject',
  apply: 'Apply',
  withdraw: 'Withdraw',
};

const STEPS_OF: Record<ChangeRequestState, readonly Step[]> = {
  open: ['approve', 'reject', 'withdraw'],
  approved: ['apply', 'withdraw'],
  rejected: [],
  withdrawn: [],
  applied: [],
};

const Steps = ({ request, onChanged }: ChangeRequestCardProps) => {
  const api = useApi(flagsApiRef);
  const [comment, setComment] = useState('');
  const command = useCommand<[Step]>(async step => {
    await api.changes[step](request.id, comment);
    onChanged();
  });
  const steps = STEPS_OF[request.state];
  if (steps.length === 0) return null;
  return (
    <Flex direction="column" gap="3">
      <ProblemList
        title="Nothing was changed"
        problems={command.error ? problemsOf(command.error) : []}
      />
      <TextField
        label="Comment"
        value={comment}
        onChange={setComment}
        style={{ maxWidth: 480 }}
      />
      <Flex gap="3">
        {steps.map((step, index) => (
          <Button
            key={step}
            variant={index === 0 ? 'primary' : 'secondary'}
            isDisabled={command.isPending}
            onPress={() => command.run(step)}
          >
            {STEPS[step]}
          </Button>
        ))}
      </Flex>
    </Flex>
  );
};

const LOG_WORDS: Record<ChangeRequestState, string> = {
  open: 'Asked for by',
  approved: 'Approved by',
  rejected: 'Rejected by',
  withdrawn: 'Withdrawn by',
  applied: 'Applied by',
};

const Log = ({ log }: ChangeRequest) => (
  <ul
    aria-label="What was said and done"
    style={{ listStyle: 'none', margin: 0, padding: 0 }}
  >
    {log.map(entry => (
      <li key={`${entry.at} ${entry.state}`}>
        <Text variant="body-small" color="secondary">
          {LOG_WORDS[entry.state]} <PersonLink actor={entry.by} />,{' '}
          <Timestamp at={entry.at} />
          {entry.comment === '' ? '' : `: ${entry.comment}`}
        </Text>
      </li>
    ))}
  </ul>
);

/** One request: what and why, the difference, and what may be done. */
export const ChangeRequestCard = (props: ChangeRequestCardProps) => {
  const { request } = props;
  const state = STATES[request.state];
  const isPending = request.state === 'open' || request.state === 'approved';
  return (
    <GroupCard label={`Request: ${request.reason}`}>
      <CardHeader>
        <Flex justify="between" align="center">
          <Text as="h2" variant="title-x-small" weight="bold">
            {request.reason}
          </Text>
          <StatusBadge tone={state.tone}>{state.label}</StatusBadge>
        </Flex>
      </CardHeader>
      <CardBody>
        <Flex direction="column" gap="3">
          <ChangeWords change={request.change} />
          {isPending && (
            <>
              <FlagDiff before={request.before} after={request.after} />
              <SegmentDiffs {...request} />
              <ProblemList
                title="It cannot be applied any more"
                problems={request.problems}
              />
            </>
          )}
          <Log {...request} />
          <Steps {...props} />
        </Flex>
      </CardBody>
    </GroupCard>
  );
};
