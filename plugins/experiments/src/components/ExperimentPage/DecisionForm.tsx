import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Flex,
  Radio,
  RadioGroup,
  Select,
  Text,
  TextAreaField,
} from '@backstage/ui';
import { FormField, ProblemList, problemsOf, useCommand } from '@etude/ui';
import { useState } from 'react';
import { experimentsApiRef } from '../../api/experiments-api';
import type { Analysis, Experiment } from '../../experiment-types';
import { DECISIONS } from '../../experiment-words';

export type DecisionFormProps = {
  readonly experiment: Experiment;
  readonly analysis: Analysis | undefined;
  readonly onDecided: () => void;
};

type Action = keyof typeof DECISIONS;

const shippableOf = ({ plan }: Experiment) =>
  plan.variants
    .filter(({ id }) => id !== plan.controlVariant)
    .map(({ id }) => ({ id, label: id }));

const recommendedVariant = (analysis: Analysis | undefined) =>
  analysis?.recommendations.find(({ action }) => action === 'ship')?.variant;

const ActionFields = (props: {
  readonly action: Action;
  readonly variant: string | undefined;
  readonly shippable: readonly {
    readonly id: string;
    readonly label: string;
  }[];
  readonly onAction: (action: Action) => void;
  readonly onVariant: (variant: string | undefined) => void;
}) => (
  <>
    <FormField path="decision.action">
      <RadioGroup
        label="What did you decide?"
        value={props.action}
        onChange={value =>
          props.onAction(value === 'ship' ? 'ship' : 'do-not-ship')
        }
      >
        <Radio value="ship">{DECISIONS.ship}</Radio>
        <Radio value="do-not-ship">{DECISIONS['do-not-ship']}</Radio>
      </RadioGroup>
    </FormField>
    {props.action === 'ship' && (
      <FormField path="decision.variant">
        <Select
          label="Variant"
          options={props.shippable}
          value={props.variant ?? null}
          onChange={key =>
            props.onVariant(key === null ? undefined : String(key))
          }
        />
      </FormField>
    )}
  </>
);

/** Records what people decided; what is recommended is chosen beforehand. */
export const DecisionForm = (props: DecisionFormProps) => {
  const { experiment, analysis } = props;
  const experimentsApi = useApi(experimentsApiRef);
  const recommended = recommendedVariant(analysis);
  const shippable = shippableOf(experiment);
  const [action, setAction] = useState<Action>(
    recommended ? 'ship' : 'do-not-ship',
  );
  const [variant, setVariant] = useState(
    recommended ?? (shippable.length === 1 ? shippable[0]?.id : undefined),
  );
  const [rationale, setRationale] = useState('');
  const record = useCommand(async () => {
    await experimentsApi.decideExperiment(experiment.id, {
      action,
      rationale,
      ...(action === 'ship' && variant ? { variant } : {}),
    });
    props.onDecided();
  });
  return (
    <form
      aria-label="Decision"
      onSubmit={event => {
        event.preventDefault();
        void record.run();
      }}
    >
      <Flex direction="column" gap="4" style={{ maxWidth: 640 }}>
        {record.error && (
          <ProblemList
            title="The decision was not recorded"
            problems={problemsOf(record.error)}
          />
        )}
        <ActionFields
          action={action}
          variant={variant}
          shippable={shippable}
          onAction={setAction}
          onVariant={setVariant}
        />
        <FormField path="decision.rationale">
          <TextAreaField
            label="Rationale"
            description="Why, in a sentence or two, for those who read it in a year."
            value={rationale}
            onChange={setRationale}
          />
        </FormField>
        <Text as="p" color="secondary">
          This is recorded once, under your name. No flag changes by it: ship a
          variant by changing the flag.
        </Text>
        <Flex>
          <Button type="submit" isPending={record.isPending}>
            Record decision
          </Button>
        </Flex>
      </Flex>
    </form>
  );
};
