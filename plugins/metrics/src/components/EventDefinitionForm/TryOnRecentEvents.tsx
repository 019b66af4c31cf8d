import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Button, Flex, Link, Text } from '@backstage/ui';
import type { TryEventResponse } from '@etude/plugin-metrics-common';
import { ProblemList, problemsOf, useCommand } from '@etude/ui';
import { useState } from 'react';
import { metricsApiRef } from '../../api/metrics-api';
import {
  eventDefinitionOf,
  untriableEventDefinition,
} from '../../model/event-definition-draft';
import type { EventDefinitionDraft } from '../../model/event-definition-draft';
import { refusalWords, triedWords } from '../../model/tried-event-words';
import { metricsRouteRef } from '../../routes';
import styles from './EventDefinitionForm.module.css';

const Outcome = ({ tried }: { readonly tried: TryEventResponse }) => {
  const metricsPath = useRouteRef(metricsRouteRef)?.() ?? '';
  const run = new URLSearchParams({ tab: 'runs', run: tried.runId });
  return (
    <div role="status">
      <Alert
        status={tried.refused > 0 ? 'warning' : 'success'}
        icon
        title={triedWords(tried)}
        description={
          tried.problems.length > 0 && (
            <ul className={styles.refusals}>
              {tried.problems.map(problem => (
                <li key={`${problem.path} ${problem.code}`}>
                  {refusalWords(problem)}
                </li>
              ))}
            </ul>
          )
        }
      />
      <Text as="p" variant="body-small">
        <Link href={`${metricsPath}?${run}`}>The query and what it cost</Link>
      </Text>
    </div>
  );
};

/** What fields would have refused, before they refuse anything. */
export const TryOnRecentEvents = (props: {
  readonly draft: EventDefinitionDraft;
}) => {
  const { id, fields, owner } = eventDefinitionOf(props.draft);
  const api = useApi(metricsApiRef);
  const asked = JSON.stringify({ id, fields });
  const [answer, setAnswer] = useState<{
    readonly asked: string;
    readonly tried: TryEventResponse;
  }>();
  const lacking = untriableEventDefinition(props.draft);
  const [isAsked, setIsAsked] = useState(false);
  const attempt = useCommand(async () => {
    const tried = await api.eventDefinitions.tryOut({
      id,
      fields,
      ...(owner !== '' && { owner }),
    });
    setAnswer({ asked, tried });
  });
  return (
    <section className={`${styles.section} ${styles.narrow}`}>
      <Text as="h2" variant="title-x-small" weight="bold">
        What it would refuse
      </Text>
      <Text as="p" color="secondary">
        Some ten seconds after it is saved, edges refuse events of this name
        that do not fit. Applications that send them now are told so, and the
        events are not kept.
      </Text>
      <Flex>
        <Button
          variant="secondary"
          isPending={attempt.isPending}
          onPress={() => {
            setIsAsked(true);
            attempt.reset();
            if (lacking.length === 0) void attempt.run();
          }}
        >
          Try on recent events
        </Button>
      </Flex>
      {isAsked && lacking.length > 0 && (
        <ProblemList title="It cannot be tried yet" problems={lacking} />
      )}
      {attempt.error && (
        <ProblemList
          title="It could not be tried"
          problems={problemsOf(attempt.error)}
        />
      )}
      {answer?.asked === asked && <Outcome tried={answer.tried} />}
    </section>
  );
};
