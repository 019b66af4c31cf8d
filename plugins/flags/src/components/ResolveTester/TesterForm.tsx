import { Button, Flex, Select, TextAreaField } from '@backstage/ui';
import type { ExplainRequest, FlagRecord } from '@etude/plugin-flags-common';
import { FormField, ProblemList, problemAt } from '@etude/ui';
import { useState } from 'react';
import { useClients } from '../../hooks/use-clients';
import { readQuestion, withField } from '../../model/tester-question';
import type { TesterQuestion } from '../../model/tester-question';
import { TimeInput, shownProblem } from '../Form';
import { ContextFields } from './ContextFields';
import styles from './ResolveTester.module.css';

export type TesterFormProps = {
  readonly flag: FlagRecord;
  /** What the form shows at first. */
  readonly start: TesterQuestion;
  readonly onAsk: (request: ExplainRequest) => void;
};

const useEnvironments = (clientId: string): string[] => {
  const { loaded } = useClients();
  const clients = loaded.state === 'loaded' ? loaded.value : [];
  const environments = clients
    .filter(({ id }) => id === clientId)
    .flatMap(({ credentials }) =>
      credentials.flatMap(credential => credential.environments),
    );
  return [...new Set(environments)].sort();
};

/** Who asks, from where, with which context, and when. */
export const TesterForm = ({ flag, start, onAsk }: TesterFormProps) => {
  const [question, setQuestion] = useState(start);
  const [attempt, setAttempt] = useState(0);
  const environments = useEnvironments(question.clientId);
  const change = (changes: Partial<TesterQuestion>) =>
    setQuestion({ ...question, ...changes });
  const read = readQuestion(question);
  const problems = attempt === 0 || read.ok ? [] : read.problems;
  const ask = () => {
    setAttempt(attempt + 1);
    if (read.ok) onAsk(read.request);
  };
  return (
    <Flex direction="column" gap="4">
      <ProblemList
        title="This cannot be tested yet"
        problems={problems}
        attempt={attempt}
      />
      <FormField path="clientId" problems={problems}>
        <Select
          label="Client"
          placeholder="Choose a client"
          options={flag.clients.map(id => ({ id, label: id }))}
          value={question.clientId === '' ? null : question.clientId}
          onChange={key =>
            change({ clientId: String(key ?? ''), environments: [] })
          }
        />
      </FormField>
      {environments.length > 0 && (
        <Select
          label="Environments of its credential"
          description="Without one, only rules that apply everywhere count."
          placeholder="None"
          selectionMode="multiple"
          options={environments.map(id => ({ id, label: id }))}
          value={[...question.environments]}
          onChange={keys => change({ environments: keys.map(String) })}
        />
      )}
      <FormField path="context">
        <TextAreaField
          label="Context"
          description="JSON, as the application sends it."
          rows={8}
          className={styles.context ?? ''}
          value={question.contextText}
          onChange={contextText => change({ contextText })}
          {...shownProblem(problemAt(problems, 'context'))}
        />
      </FormField>
      <ContextFields
        clientId={question.clientId}
        contextText={question.contextText}
        onAdd={path =>
          change({ contextText: withField(question.contextText, path) })
        }
      />
      <FormField path="at" problems={problems}>
        <TimeInput
          label="As of"
          description="Empty means now. An earlier time asks the flag and its segments as they were then."
          value={question.at}
          onChange={at => change({ at })}
        />
      </FormField>
      <div>
        <Button variant="primary" onPress={ask}>
          Test
        </Button>
      </div>
    </Flex>
  );
};
