import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text, TextAreaField } from '@backstage/ui';
import type { AppliedDefinitions } from '@etude/plugin-metrics-common';
import {
  ProblemList,
  problemsOf,
  useCommand,
  useSessionDraft,
} from '@etude/ui';
import { useState } from 'react';
import { metricsApiRef } from '../../api/metrics-api';
import { changesToDo } from '../../model/definition-change-words';
import styles from './AsCodeTab.module.css';
import { ChangeList } from './ChangeList';
import { saveTextFile } from './save-text-file';

const EXAMPLE = `owner: group:default/shop
entities: { user: {} }
factTables:
  purchases:
    table: events
    timestamp: event_time
    entities: { user: unit }
    measures: { amount: value }
metrics:
  revenue:
    factTable: purchases
    type: average
    aggregation: sum
    measure: amount
    window: 7 days
    direction: increase`;

const isReady = (found: AppliedDefinitions): boolean =>
  !found.isApplied &&
  changesToDo(found) > 0 &&
  found.changes.every(({ problems }) => problems.length === 0);

const applyLabel = (count: number): string =>
  count === 1 ? 'Apply 1 change' : `Apply ${count} changes`;

/** Definitions as a file: written out, looked at and applied. */
export const AsCodeTab = () => {
  const api = useApi(metricsApiRef);
  const { draft, setDraft } = useSessionDraft('etude.definitions-file.1', {
    text: '',
  });
  const [found, setFound] = useState<AppliedDefinitions>();
  const write = (text: string) => {
    setDraft({ text });
    setFound(undefined);
  };
  const apply = useCommand(async (isTrial: boolean) => {
    setFound(undefined);
    setFound(await api.definitionsFile.apply({ ...draft, isTrial }));
  });
  const save = useCommand(async () =>
    saveTextFile('definitions.yaml', await api.definitionsFile.text()),
  );
  const problems = [apply.error, save.error].flatMap(error =>
    error ? problemsOf(error) : [],
  );
  return (
    <Flex direction="column" gap="4">
      <Text as="p" color="secondary">
        Fact tables, relations and metrics can be kept as a file, reviewed like
        code, and applied here as often as you like. What a file does not name
        stays as it is; a metric goes with “state: archived”.
      </Text>
      <div>
        <Button
          variant="secondary"
          isPending={save.isPending}
          onPress={() => void save.run()}
        >
          Download definitions.yaml
        </Button>
      </div>
      <ProblemList
        title="The definitions were not applied"
        problems={problems}
      />
      <TextAreaField
        className={styles.editor ?? ''}
        label="Definitions"
        description="The text of a definitions.yaml."
        placeholder={EXAMPLE}
        spellCheck="false"
        value={draft.text}
        onChange={write}
      />
      <Flex gap="3">
        <Button
          variant={found && isReady(found) ? 'secondary' : 'primary'}
          isDisabled={draft.text.trim() === ''}
          isPending={apply.isPending}
          onPress={() => void apply.run(true)}
        >
          Check
        </Button>
        {found && isReady(found) && (
          <Button
            isPending={apply.isPending}
            onPress={() => void apply.run(false)}
          >
            {applyLabel(changesToDo(found))}
          </Button>
        )}
      </Flex>
      {found && <ChangeList applied={found} />}
    </Flex>
  );
};
