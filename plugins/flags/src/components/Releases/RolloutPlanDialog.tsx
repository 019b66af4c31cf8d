import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, NumberField, Select, Text } from '@backstage/ui';
import type {
  FlagRecord,
  RolloutPlanInput,
  RolloutStep,
} from '@etude/plugin-flags-common';
import { FormField, problemsOf, useCommand } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { FlagChangeDialog } from '../ChangeRequests';
import styles from './Releases.module.css';

export type RolloutPlanDialogProps = {
  readonly flag: FlagRecord;
  readonly onPlanned: () => void;
  readonly onClose: () => void;
};

const FIRST_STEPS: readonly RolloutStep[] = [
  { reach: 0.01, dwellHours: 24, gate: 'automatic' },
  { reach: 0.1, dwellHours: 24, gate: 'automatic' },
  { reach: 0.5, dwellHours: 48, gate: 'manual' },
  { reach: 1, dwellHours: 0, gate: 'automatic' },
];

const GATES = [
  { id: 'automatic', label: 'by itself' },
  { id: 'manual', label: 'when somebody says so' },
] as const;

type StepRowProps = {
  readonly step: RolloutStep;
  /** From 1. */
  readonly position: number;
  /** The release is over when it is reached: nothing comes after it. */
  readonly isLast: boolean;
  readonly problems: readonly FieldProblem[];
  readonly onChange: (step: RolloutStep) => void;
  readonly onRemove: (() => void) | undefined;
};

const PERCENT: Intl.NumberFormatOptions = { maximumFractionDigits: 4 };

const numberOr = (value: number, fallback: number): number =>
  Number.isNaN(value) ? fallback : value;

/** The steps of a release that is over when it reaches its last one. */
const endingAtOnce = ({ steps }: RolloutPlanInput): RolloutStep[] =>
  steps.map((step, index) =>
    index === steps.length - 1
      ? { ...step, dwellHours: 0, gate: 'automatic' }
      : step,
  );

/** How long a step lasts and what ends it. */
const StayFields = (props: Pick<StepRowProps, 'step' | 'onChange'>) => {
  const { step, onChange } = props;
  return (
    <>
      <NumberField
        label="Hours"
        minValue={0}
        value={step.dwellHours}
        onChange={value =>
          onChange({ ...step, dwellHours: numberOr(value, 0) })
        }
      />
      <Select
        label="Then goes on"
        options={GATES.map(({ id, label }) => ({ id, label }))}
        value={step.gate}
        onChange={key =>
          onChange({ ...step, gate: key === 'manual' ? 'manual' : 'automatic' })
        }
      />
    </>
  );
};

const StepRow = (props: StepRowProps) => {
  const { step, position, onChange } = props;
  return (
    <FormField path={`steps[${position - 1}]`} problems={props.problems}>
      <div
        className={styles.stepForm}
        role="group"
        aria-label={`Step ${position}`}
      >
        <NumberField
          label="Reach in %"
          minValue={0.0001}
          maxValue={100}
          formatOptions={PERCENT}
          value={step.reach * 100}
          onChange={value =>
            onChange({ ...step, reach: numberOr(value, 0) / 100 })
          }
        />
        {props.isLast ? (
          <Text className={styles.lastStep ?? ''} color="secondary">
            The last step: it stays there.
          </Text>
        ) : (
          <StayFields step={step} onChange={onChange} />
        )}
        <Button
          variant="secondary"
          aria-label={`Remove step ${position}`}
          isDisabled={props.onRemove === undefined}
          onPress={() => props.onRemove?.()}
        >
          Remove
        </Button>
      </div>
    </FormField>
  );
};

/** Which variant is released, in which steps. */
export const RolloutPlanDialog = (props: RolloutPlanDialogProps) => {
  const { flag } = props;
  const api = useApi(flagsApiRef);
  const [plan, setPlan] = useState<RolloutPlanInput>({
    variant: flag.variants.at(-1)?.id ?? '',
    steps: [...FIRST_STEPS],
  });
  const released = { ...plan, steps: endingAtOnce(plan) };
  const command = useCommand<[]>(async () => {
    await api.rolloutPlans.put(flag.id, released);
    props.onPlanned();
  });
  const problems = command.error ? problemsOf(command.error) : [];
  const setSteps = (steps: RolloutStep[]) => setPlan({ ...plan, steps });
  const first = plan.steps[0];
  return (
    <FlagChangeDialog
      flag={flag}
      change={{ kind: 'rollout-plan', ...released }}
      title="Plan a stepped release"
      confirmLabel="Start the release"
      width={640}
      command={command}
      onClose={props.onClose}
    >
      <Select
        label="Variant"
        options={flag.variants.map(({ id }) => ({ id, label: id }))}
        value={plan.variant}
        onChange={key => setPlan({ ...plan, variant: String(key) })}
      />
      {plan.steps.map((step, index) => (
        <StepRow
          // Steps have no identity but their place.
          key={`step-${index}`}
          step={step}
          position={index + 1}
          isLast={index === plan.steps.length - 1}
          problems={problems}
          onChange={changed =>
            setSteps(
              plan.steps.map((old, at) => (at === index ? changed : old)),
            )
          }
          onRemove={
            plan.steps.length > 1
              ? () => setSteps(plan.steps.filter((_, at) => at !== index))
              : undefined
          }
        />
      ))}
      <Flex>
        <Button
          variant="secondary"
          onPress={() =>
            setSteps([
              ...plan.steps,
              { reach: 1, dwellHours: 0, gate: 'automatic' },
            ])
          }
        >
          Add a step
        </Button>
      </Flex>
      {first && (
        <Text color="secondary">
          {plan.variant} starts at {Number((first.reach * 100).toFixed(4))} % of
          units within seconds. Raising it moves nobody who is in, and it can be
          paused or rolled back at any time.
        </Text>
      )}
    </FlagChangeDialog>
  );
};
