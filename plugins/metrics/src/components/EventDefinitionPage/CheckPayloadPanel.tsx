import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button, Flex, Text, TextAreaField } from '@backstage/ui';
import type {
  CheckEventResponse,
  StoredEventDefinition,
} from '@etude/plugin-metrics-common';
import { FormField, ProblemList, problemsOf, useCommand } from '@etude/ui';
import { useState } from 'react';
import { metricsApiRef } from '../../api/metrics-api';
import { examplePayload, readPayload } from '../../model/example-payload';
import styles from './EventDefinitionPage.module.css';

type Outcome = CheckEventResponse | { readonly unreadable: string };

const Answer = ({ outcome }: { readonly outcome: Outcome }) => {
  if ('unreadable' in outcome) {
    return (
      <ProblemList
        title="The payload could not be checked"
        problems={[{ path: 'payload', message: outcome.unreadable }]}
      />
    );
  }
  const { problems, version } = outcome;
  return problems.length > 0 ? (
    <ProblemList
      title={`An edge would refuse this event: it does not fit version ${version}`}
      problems={problems.map(({ message }) => ({ message }))}
    />
  ) : (
    <div role="status">
      <Alert
        status="success"
        icon
        title={`The payload fits version ${version}`}
        description="An edge would take this event."
      />
    </div>
  );
};

/** Whether an event with a payload would be taken, before it is sent. */
export const CheckPayloadPanel = (props: {
  readonly definition: StoredEventDefinition;
}) => {
  const { id, fields } = props.definition;
  const api = useApi(metricsApiRef);
  const [text, setText] = useState(() => examplePayload(fields));
  const [outcome, setOutcome] = useState<Outcome>();
  const check = useCommand(async () => {
    const read = readPayload(text);
    setOutcome(
      read.ok
        ? await api.eventDefinitions.check(id, read.payload)
        : { unreadable: read.message },
    );
  });
  return (
    <form
      className={styles.panel}
      noValidate
      onSubmit={event => {
        event.preventDefault();
        setOutcome(undefined);
        void check.run();
      }}
    >
      <Text as="p" color="secondary">
        The example has a value in every field. Nothing is sent to an edge or
        kept.
      </Text>
      <FormField path="payload">
        <TextAreaField
          label="Payload"
          description="JSON, as the application sends it."
          rows={12}
          className={styles.payload ?? ''}
          value={text}
          onChange={changed => {
            setText(changed);
            setOutcome(undefined);
          }}
        />
      </FormField>
      <Flex>
        <Button type="submit" isPending={check.isPending}>
          Check payload
        </Button>
      </Flex>
      {check.error && (
        <ProblemList
          title="The payload could not be checked"
          problems={problemsOf(check.error)}
        />
      )}
      {outcome && <Answer outcome={outcome} />}
    </form>
  );
};
