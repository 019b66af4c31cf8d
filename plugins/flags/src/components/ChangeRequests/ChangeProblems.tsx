import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button, Flex, Text, TextAreaField } from '@backstage/ui';
import type {
  FlagChangeInput,
  FlagChangeRequest,
  FlagRecord,
} from '@etude/plugin-flags-common';
import {
  ProblemList,
  formatCount,
  problemAt,
  problemsOf,
  useCommand,
} from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { needsApproval } from '../../model/approval';
import { isEtagConflict } from '../../model/etag-conflict';
import { targetingWords } from '../../model/targeting-words';
import { FlagConflict } from '../ConflictNotice';
import type { FlagConflictProps } from '../ConflictNotice';
import { shownProblem } from '../Form';

export type ChangeProblemsProps = {
  /** What a refusal is called: `The details cannot be saved`. */
  readonly title: string;
  readonly error: Error | undefined;
  readonly flag: FlagRecord;
  /** What was refused; asked for instead where it needs approval. */
  readonly change: FlagChangeInput;
  /** Called once it was asked for; what is open can close. */
  readonly onAsked?: () => void;
  /** What to do when somebody else saved first; left out, it is only said. */
  readonly conflict?: Omit<FlagConflictProps, 'flagId' | 'etag'>;
};

/** Says that a change waits for approval now. */
export const AskedForApproval = () => (
  <Alert
    role="status"
    status="success"
    icon
    title="Asked for approval"
    description="It is under Requests. Nothing is changed until somebody approves and applies it."
  />
);

const ApprovalForm = (props: ChangeProblemsProps) => {
  const { flag, change, error } = props;
  const api = useApi(flagsApiRef);
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const command = useCommand<[]>(async () => {
    await api.changes.createRequest({
      flagId: flag.id,
      etag: flag.etag,
      change,
      reason,
    });
    setAsked(true);
    props.onAsked?.();
  });
  const problems = command.error ? problemsOf(command.error) : [];
  if (isAsked) return <AskedForApproval />;
  return (
    <Flex direction="column" gap="3" role="alert">
      <Alert
        status="info"
        icon
        title="This change needs somebody's approval"
        description={error?.message ?? ''}
      />
      <ProblemList title="It could not be asked for" problems={problems} />
      <TextAreaField
        label="Why it should be made"
        rows={2}
        value={reason}
        onChange={setReason}
        {...shownProblem(problemAt(problems, 'reason'))}
      />
      <div>
        <Button
          variant="primary"
          isPending={command.isPending}
          onPress={() => command.run()}
        >
          Ask for approval
        </Button>
      </div>
    </Flex>
  );
};

/** Why a change of a flag was refused, or the way to ask for its approval. */
export const ChangeProblems = (props: ChangeProblemsProps) => {
  const { title, error, flag, conflict } = props;
  if (needsApproval(error)) return <ApprovalForm {...props} />;
  if (conflict && error && isEtagConflict(error)) {
    return <FlagConflict {...conflict} flagId={flag.id} etag={flag.etag} />;
  }
  return (
    <ProblemList title={title} problems={error ? problemsOf(error) : []} />
  );
};

/** What a request or a scheduled change does, in a few words. */
export const ChangeWords = ({
  change,
}: {
  readonly change: FlagChangeRequest;
}) => <Text>{changeWords(change)}</Text>;

const percent = (reach: number): string =>
  `${Number((reach * 100).toFixed(4))} %`;

type AskedRule = Extract<FlagChangeRequest, { kind: 'rule-create' }>['rule'];

const audienceWords = (rule: AskedRule): string => {
  switch (rule.kind) {
    case 'individual':
      return rule.units.length === 1
        ? '1 listed unit'
        : `${formatCount(rule.units.length)} listed units`;
    case 'segment':
      return `Units of the segment ${rule.segment}`;
    case 'conditional':
      return targetingWords(rule.targeting);
    default:
      return rule satisfies never;
  }
};

// The gives, shares and environments are in the flag that is shown with it.
const ruleWords = (rule: AskedRule): string =>
  `${audienceWords(rule)}, ${rule.enabled ? 'switched on' : 'switched off'}`;

const changeWords = (change: FlagChangeRequest): string => {
  switch (change.kind) {
    case 'enable':
      return 'Switch the flag on';
    case 'disable':
      return 'Switch the flag off';
    case 'archive':
      return 'Archive the flag';
    case 'unarchive':
      return 'Bring the archived flag back';
    case 'revert':
      return `Revert the flag to revision ${change.revision}`;
    case 'update':
      return 'Edit the flag';
    case 'rollout':
      return `Set the reach of ${change.variant} to ${percent(change.reach)}`;
    case 'rollout-plan':
      return `Release ${change.variant} in ${change.steps.length} steps`;
    case 'rollout-from-experiment':
      return `Release ${change.variant}, the winner of ${change.experimentId}, in ${change.steps.length} steps`;
    case 'rule-create':
      return `Add the rule ${change.rule.name}: ${ruleWords(change.rule)}`;
    case 'rule-update':
      return `Edit the rule ${change.rule.name}: ${ruleWords(change.rule)}`;
    case 'rule-delete':
      return `Delete the rule ${change.ruleId}`;
    case 'rules-order':
      return `Try the rules in the order ${change.rules.join(', ')}`;
    default:
      return change satisfies never;
  }
};
