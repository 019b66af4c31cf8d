import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Link, Text } from '@backstage/ui';
import type {
  RolloutPlanRecord,
  RolloutPlanState,
} from '@etude/plugin-flags-common';
import {
  ConfirmDialog,
  ProblemList,
  StatusBadge,
  Timestamp,
  formatPercent,
  problemsOf,
  useCommand,
} from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import {
  planSentence,
  planState,
  stepEndWords,
} from '../../model/rollout-plan-words';
import styles from './Releases.module.css';

export type RolloutPlanViewProps = {
  readonly plan: RolloutPlanRecord;
  readonly canChange: boolean;
  readonly onChanged: () => void;
};

type Move = 'pause' | 'resume' | 'advance';

const MOVES: Record<Move, string> = {
  pause: 'Pause',
  resume: 'Resume',
  advance: 'Go on to the next step',
};

const MOVES_OF: Record<RolloutPlanState, readonly Move[]> = {
  running: ['pause', 'advance'],
  waiting: ['advance', 'pause'],
  paused: ['resume'],
  completed: [],
  'rolled-back': [],
};

const Steps = ({ plan }: { readonly plan: RolloutPlanRecord }) => (
  <ol className={styles.list} aria-label="Steps">
    {plan.steps.map((step, index) => {
      const isDone = index < plan.step || plan.state === 'completed';
      const isPresent = index === plan.step && plan.state !== 'completed';
      return (
        <li
          key={step.reach}
          className={styles.step}
          aria-current={isPresent ? 'step' : undefined}
        >
          <StatusBadge tone={isDone ? 'good' : isPresent ? 'active' : 'muted'}>
            {formatPercent(step.reach)}
          </StatusBadge>
          <span className={styles.bar} aria-hidden="true">
            <span
              className={styles.fill}
              style={{ width: `${step.reach * 100}%` }}
            />
          </span>
          <Text variant="body-small" color="secondary">
            {index === plan.steps.length - 1
              ? 'the last step'
              : stepEndWords(step)}
          </Text>
        </li>
      );
    })}
  </ol>
);

const RollBack = ({ plan, onChanged }: RolloutPlanViewProps) => {
  const api = useApi(flagsApiRef);
  const [isAsking, setAsking] = useState(false);
  const command = useCommand<[]>(async () => {
    await api.rolloutPlans.rollback(plan.flagId);
    onChanged();
  });
  return (
    <>
      <Button variant="secondary" destructive onPress={() => setAsking(true)}>
        Roll back
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Roll ${plan.variant} back?`}
          confirmLabel="Roll back"
          isDestructive
          command={command}
          onClose={() => {
            setAsking(false);
            command.reset();
          }}
        >
          <Text>
            Within seconds the {formatPercent(plan.reach)} of units that have{' '}
            {plan.variant} lose it and get what other rules or the default give
            them. The plan ends.
          </Text>
        </ConfirmDialog>
      )}
    </>
  );
};

const Moves = (props: RolloutPlanViewProps) => {
  const { plan, onChanged } = props;
  const api = useApi(flagsApiRef);
  const command = useCommand<[Move]>(async move => {
    await api.rolloutPlans[move](plan.flagId);
    onChanged();
  });
  return (
    <Flex direction="column" gap="3">
      <ProblemList
        title="Nothing was changed"
        problems={command.error ? problemsOf(command.error) : []}
      />
      <Flex gap="3">
        {MOVES_OF[plan.state].map(move => (
          <Button
            key={move}
            variant="secondary"
            isDisabled={command.isPending}
            onPress={() => command.run(move)}
          >
            {MOVES[move]}
          </Button>
        ))}
        {plan.reach > 0 && <RollBack {...props} />}
      </Flex>
    </Flex>
  );
};

/** A stepped release: where it is, its steps, and what may be done. */
export const RolloutPlanView = (props: RolloutPlanViewProps) => {
  const { plan } = props;
  const state = planState(plan.state);
  return (
    <Flex direction="column" gap="3">
      <Flex gap="3" align="center">
        <StatusBadge tone={state.tone}>{state.label}</StatusBadge>
        <Text>
          {planSentence(plan)}
          {plan.dueAt !== null && (
            <>
              {' '}
              This step ends <Timestamp at={plan.dueAt} />.
            </>
          )}
        </Text>
      </Flex>
      {plan.experimentId !== null && (
        <Link href={`/experiments/${encodeURIComponent(plan.experimentId)}`}>
          The winner of the experiment {plan.experimentId}
        </Link>
      )}
      <Steps plan={plan} />
      {props.canChange && <Moves {...props} />}
    </Flex>
  );
};
