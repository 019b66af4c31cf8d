import { Button, Flex, Text } from '@backstage/ui';
import type { StoredFactTable } from '@etude/plugin-metrics-common';
import { ProblemList, problemsOf } from '@etude/ui';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useFilterColumns } from '../../hooks/use-filter-columns';
import { definitionOf, isFinishedFilter } from '../../model/metric-draft';
import type { MetricDraft } from '../../model/metric-draft';
import { unfinishedMetric } from '../../model/unfinished-metric';
import { definitionSentence } from '../../model/metric-words';
import type { MetricDefinition } from '../../model/wire-types';
import { EffectFields } from './EffectFields';
import { FilterFields } from './FilterFields';
import { IdentityFields } from './IdentityFields';
import styles from './MetricForm.module.css';
import { SourceFields } from './SourceFields';
import { ValueFields } from './ValueFields';
import { WindowFields } from './WindowFields';

export type MetricFormProps = {
  readonly draft: MetricDraft;
  readonly onChange: (draft: MetricDraft) => void;
  readonly factTables: readonly StoredFactTable[];
  readonly submitLabel: string;
  readonly isPending: boolean;
  /** Why the last attempt was refused. */
  readonly refusal: Error | undefined;
  readonly onSubmit: (definition: MetricDefinition) => void;
  /** Ways out besides submitting. */
  readonly actions: ReactNode;
};

/** A metric to fill in, with its definition in words below. */
export const MetricForm = (props: MetricFormProps) => {
  const { draft, onChange, factTables, refusal } = props;
  const [wasTried, setWasTried] = useState(false);
  const factTable = factTables.find(({ id }) => id === draft.factTableId);
  const columns = useFilterColumns(factTable);
  const definition = definitionOf(draft, columns.types);
  // A filter is spoken of once it is complete.
  const spoken = definitionOf(
    { ...draft, filters: draft.filters.filter(isFinishedFilter) },
    columns.types,
  );
  const unfinished = unfinishedMetric(draft);
  const problems = [
    ...(wasTried ? unfinished : []),
    ...(refusal ? problemsOf(refusal) : []),
  ];
  const change = (part: Partial<MetricDraft>) =>
    onChange({ ...draft, ...part });
  const submit = () => {
    setWasTried(true);
    if (unfinished.length === 0) props.onSubmit(definition);
  };
  const part = { draft, change, problems, factTables, factTable, columns };
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={event => {
        event.preventDefault();
        submit();
      }}
    >
      <ProblemList title="The metric cannot be saved yet" problems={problems} />
      <IdentityFields {...part} />
      <SourceFields {...part} />
      <ValueFields {...part} />
      <FilterFields {...part} />
      <WindowFields {...part} />
      <EffectFields {...part} />
      <div className={styles.words} role="status" aria-label="Definition">
        <Text as="p">{definitionSentence(spoken, factTable)}.</Text>
      </div>
      <Flex gap="3">
        <Button type="submit" isPending={props.isPending}>
          {props.submitLabel}
        </Button>
        {props.actions}
      </Flex>
    </form>
  );
};
