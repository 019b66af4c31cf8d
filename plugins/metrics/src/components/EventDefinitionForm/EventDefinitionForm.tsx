import { Button, Flex, Text, TextAreaField, TextField } from '@backstage/ui';
import { FormField, OwnerSelect, ProblemList, problemsOf } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useFactTables } from '../../hooks/use-fact-tables';
import {
  atEventFields,
  eventDefinitionOf,
  isBreakingRefusal,
  unfinishedEventDefinition,
} from '../../model/event-definition-draft';
import type {
  EventDefinitionDraft,
  EventDefinitionInput,
} from '../../model/event-definition-draft';
import styles from './EventDefinitionForm.module.css';
import { EventFieldRows } from './EventFieldRows';
import { TryOnRecentEvents } from './TryOnRecentEvents';

export type EventDefinitionFormProps = {
  readonly draft: EventDefinitionDraft;
  readonly onChange: (draft: EventDefinitionDraft) => void;
  readonly submitLabel: string;
  readonly isPending: boolean;
  /** Why the last attempt was refused. */
  readonly refusal: Error | undefined;
  readonly onSubmit: (definition: EventDefinitionInput) => void;
  /** Ways out besides submitting. */
  readonly actions: ReactNode;
  /** Whether the name that applications send is settled. */
  readonly isStored: boolean;
};

type PartProps = Pick<EventDefinitionFormProps, 'draft' | 'isStored'> & {
  readonly change: (part: Partial<EventDefinitionDraft>) => void;
  readonly problems: readonly FieldProblem[];
};

const IdentityFields = ({ draft, isStored, change, problems }: PartProps) => (
  <fieldset className={`${styles.section} ${styles.narrow}`}>
    <Text as="legend" variant="title-x-small" weight="bold">
      Event
    </Text>
    <FormField path="name" problems={problems}>
      <TextField
        label="Name"
        description="What happened, such as Purchase."
        isRequired
        value={draft.name}
        onChange={name => change({ name })}
      />
    </FormField>
    {!isStored && (
      <FormField path="id" problems={problems}>
        <TextField
          label="Sent as"
          description="The name that applications send, such as purchase for eventDefinitions/purchase. It cannot be changed later."
          isRequired
          value={draft.id}
          onChange={id => change({ id })}
        />
      </FormField>
    )}
    <FormField path="description" problems={problems}>
      <TextAreaField
        label="Description"
        description="When it is sent, and when it is not."
        rows={2}
        value={draft.description}
        onChange={description => change({ description })}
      />
    </FormField>
    <OwnerSelect
      value={draft.owner}
      problems={problems}
      onChange={owner => change({ owner })}
    />
  </fieldset>
);

const ReasonField = ({ draft, change, problems }: PartProps) => (
  <div className={styles.narrow}>
    <FormField path="reason" problems={problems}>
      <TextField
        label="Reason to break it all the same"
        description="Kept with the version, for those who wonder. Such as: nobody sends it yet."
        value={draft.reason}
        onChange={reason => change({ reason })}
      />
    </FormField>
  </div>
);

const problemsIn = (
  { draft, refusal }: EventDefinitionFormProps,
  unfinished: readonly FieldProblem[],
): readonly FieldProblem[] => {
  if (refusal === undefined) return unfinished;
  const refused = problemsOf(refusal);
  return [
    ...unfinished,
    ...(isBreakingRefusal(refusal) ? atEventFields(refused, draft) : refused),
  ];
};

const useEntities = (): readonly string[] => {
  const { loaded } = useFactTables();
  if (loaded.state !== 'loaded') return [];
  const names = loaded.value.flatMap(({ entityColumns }) =>
    Object.keys(entityColumns),
  );
  return [...new Set(names)].toSorted();
};

/** An event definition to fill in or to change. */
export const EventDefinitionForm = (props: EventDefinitionFormProps) => {
  const { draft, onChange, refusal, isStored } = props;
  const [wasTried, setWasTried] = useState(false);
  const entities = useEntities();
  const unfinished = unfinishedEventDefinition(draft);
  const problems = problemsIn(props, wasTried ? unfinished : []);
  const change = (part: Partial<EventDefinitionDraft>) =>
    onChange({ ...draft, ...part });
  const isBreaking = isBreakingRefusal(refusal);
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={event => {
        event.preventDefault();
        setWasTried(true);
        if (unfinished.length === 0) props.onSubmit(eventDefinitionOf(draft));
      }}
    >
      <ProblemList
        title={
          isBreaking
            ? 'The change breaks with those who send or read the event'
            : 'The event definition cannot be saved yet'
        }
        problems={problems}
      />
      <IdentityFields {...{ draft, isStored, change, problems }} />
      <EventFieldRows
        fields={draft.fields}
        onChange={fields => change({ fields })}
        problems={problems}
        entities={entities}
      />
      <TryOnRecentEvents draft={draft} />
      {(isBreaking || draft.reason !== '') && (
        <ReasonField {...{ draft, isStored, change, problems }} />
      )}
      <Flex gap="3">
        <Button type="submit" isPending={props.isPending}>
          {props.submitLabel}
        </Button>
        {props.actions}
      </Flex>
    </form>
  );
};
