import { Button, Flex, Text } from '@backstage/ui';
import type { StoredFactTable } from '@etude/plugin-metrics-common';
import { ProblemList, problemsOf } from '@etude/ui';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useFilterColumns } from '../../hooks/use-filter-columns';
import { isFinishedFilter } from '../../model/filter-rows';
import { definitionOf } from '../../model/metric-definition';
import type { ColumnsOf } from '../../model/metric-definition';
import type { MetricDraft } from '../../model/metric-draft';
import { definitionSentence } from '../../model/metric-words';
import {
  unfinishedMetric,
  unfinishedValue,
} from '../../model/unfinished-metric';
import type { MetricDefinition } from '../../model/wire-types';
import { CovariateFields } from './CovariateFields';
import { DenominatorFields } from './DenominatorFields';
import { EffectFields } from './EffectFields';
import { FilterFields } from './FilterFields';
import type { FormPartProps } from './form-part';
import { IdentityFields } from './IdentityFields';
import styles from './MetricForm.module.css';
import { MissingFields } from './MissingFields';
import { OutlierFields } from './OutlierFields';
import { PreviewPanel } from '../MetricPreview';
import { QuantileFields } from './QuantileFields';
import { SourceFields } from './SourceFields';
import { StepsFields } from './StepsFields';
import { TypeFields } from './TypeFields';
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

/** The metric as far as it can be spoken of: a filter once it is complete. */
const spokenOf = (draft: MetricDraft, columnsOf: ColumnsOf): MetricDefinition =>
  definitionOf(
    {
      ...draft,
      filters: draft.filters.filter(isFinishedFilter),
      denominator: {
        ...draft.denominator,
        filters: draft.denominator.filters.filter(isFinishedFilter),
      },
    },
    columnsOf,
  );

const Fields = (props: FormPartProps) => (
  <>
    <IdentityFields {...props} />
    <SourceFields {...props} />
    <TypeFields {...props} />
    <ValueFields {...props} />
    <QuantileFields {...props} />
    <StepsFields {...props} />
    {props.draft.type !== 'funnel' && <FilterFields {...props} />}
    <DenominatorFields {...props} />
    <WindowFields {...props} />
    <MissingFields {...props} />
    <OutlierFields {...props} />
    <CovariateFields {...props} />
    <EffectFields {...props} />
  </>
);

/** A metric to fill in; beside it what it means and what it would have been. */
export const MetricForm = (props: MetricFormProps) => {
  const { draft, onChange, factTables, refusal } = props;
  const [wasTried, setWasTried] = useState(false);
  const columns = useFilterColumns(factTables, [
    draft.factTableId,
    ...draft.steps.map(step => step.factTableId),
  ]);
  const typesOf = (id: string) => columns(id).types;
  const factTable = factTables.find(({ id }) => id === draft.factTableId);
  const definition = definitionOf(draft, typesOf);
  const unfinished = unfinishedMetric(draft);
  const problems = [
    ...(wasTried ? unfinished : []),
    ...(refusal ? problemsOf(refusal) : []),
  ];
  const submit = () => {
    setWasTried(true);
    if (unfinished.length === 0) props.onSubmit(definition);
  };
  const change = (part: Partial<MetricDraft>) =>
    onChange({ ...draft, ...part });
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={event => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={styles.fields}>
        <ProblemList
          title="The metric cannot be saved yet"
          problems={problems}
        />
        <Fields
          {...{ draft, change, problems, factTables, factTable }}
          columnsOf={columns}
        />
        <Flex gap="3">
          <Button type="submit" isPending={props.isPending}>
            {props.submitLabel}
          </Button>
          {props.actions}
        </Flex>
      </div>
      <aside className={styles.side}>
        <div className={styles.words} role="status" aria-label="Definition">
          <Text as="p">
            {definitionSentence(spokenOf(draft, typesOf), factTable)}.
          </Text>
        </div>
        <PreviewPanel
          definition={definition}
          factTable={factTable}
          isReady={unfinishedValue(draft).length === 0}
        />
      </aside>
    </form>
  );
};
