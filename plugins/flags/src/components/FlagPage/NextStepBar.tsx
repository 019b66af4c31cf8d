import { Alert, Button, ButtonLink } from '@backstage/ui';
import { nextStepOf } from '../../model/next-step';
import type { NextStep } from '../../model/next-step';
import type { FlagTabProps } from './flag-tab';
import { OffSwitch } from './OffSwitch';

export type NextStepBarProps = FlagTabProps & {
  readonly onTab: (tab: string) => void;
};

const StepButton = (
  props: NextStepBarProps & {
    readonly action: NonNullable<NextStep['action']>;
  },
) => {
  const { action, onTab } = props;
  if (action.kind === 'experiment') {
    return (
      <ButtonLink
        variant="secondary"
        href={`/experiments/${encodeURIComponent(action.experiment)}`}
      >
        Open the experiment
      </ButtonLink>
    );
  }
  if (!props.canChange) return null;
  switch (action.kind) {
    case 'add-client':
      return (
        <Button variant="secondary" onPress={() => onTab('clients')}>
          Choose clients
        </Button>
      );
    case 'switch-on':
      return <OffSwitch {...props} />;
    case 'variants':
      return (
        <Button variant="secondary" onPress={() => onTab('variants')}>
          Add variants
        </Button>
      );
    case 'unarchive':
      return (
        <Button variant="secondary" onPress={() => onTab('settings')}>
          Go to settings
        </Button>
      );
    case 'roll-out':
      return (
        <ButtonLink
          variant="secondary"
          href={`/experiments/new?flag=${encodeURIComponent(props.flag.id)}`}
        >
          Plan an experiment
        </ButtonLink>
      );
    default:
      return action satisfies never;
  }
};

/** The state of a flag in one sentence, with the button that helps. */
export const NextStepBar = (props: NextStepBarProps) => {
  const step = nextStepOf(props.flag);
  return (
    <Alert
      status="info"
      title={step.title}
      description={step.reason}
      mb="4"
      customActions={
        step.action && <StepButton {...props} action={step.action} />
      }
    />
  );
};
