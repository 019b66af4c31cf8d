import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text, TextAreaField, TextField } from '@backstage/ui';
import {
  FormField,
  OwnerSelect,
  ProblemList,
  problemsOf,
  useCommand,
  useLoaded,
} from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { metricsApiRef } from '../../api/metrics-api';
import { columnRows } from '../../model/column-rows';
import {
  factTableOf,
  namedWarehouse,
  sourceOf,
  withSource,
} from '../../model/fact-table-draft';
import type { FactTableDraft } from '../../model/fact-table-draft';
import {
  atColumns,
  unfinishedFactTable,
} from '../../model/fact-table-problems';
import type { FactSource, FactTableDefinition } from '../../model/wire-types';
import { ColumnFields } from './ColumnFields';
import styles from './FactTableForm.module.css';
import { SourceFields } from './SourceFields';

export type FactTableFormProps = {
  readonly draft: FactTableDraft;
  readonly onChange: (draft: FactTableDraft) => void;
  readonly submitLabel: string;
  readonly isPending: boolean;
  /** Why the last attempt was refused. */
  readonly refusal: Error | undefined;
  readonly onSubmit: (definition: FactTableDefinition) => void;
  /** Ways out besides submitting. */
  readonly actions: ReactNode;
};

const IdentityFields = (props: {
  readonly draft: FactTableDraft;
  readonly change: (part: Partial<FactTableDraft>) => void;
  readonly problems: readonly FieldProblem[];
}) => {
  const { draft, change, problems } = props;
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Fact table
      </Text>
      <FormField path="name" problems={problems}>
        <TextField
          label="Name"
          description="What its rows are, such as Shop events."
          isRequired
          value={draft.name}
          onChange={name => change({ name })}
        />
      </FormField>
      <FormField path="description" problems={problems}>
        <TextAreaField
          label="Description"
          description="Where the rows come from and what to know before trusting them."
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
};

// A query that is only begun would be refused; a stored one is not.
const isKnownSource = (source: FactSource, { known }: FactTableDraft) =>
  source.kind !== 'query' || known.length > 0;

const isSameSource = (a: FactSource | undefined, b: FactSource): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Asks what columns the source has; for a source known already at once. */
const useLookAtColumns = (
  draft: FactTableDraft,
  onChange: (draft: FactTableDraft) => void,
) => {
  const api = useApi(metricsApiRef);
  // What is typed while the answer is awaited must stay.
  const latest = useRef({ draft, onChange });
  latest.current = { draft, onChange };
  const look = useCommand(async (source: FactSource) => {
    const { draft: asked } = latest.current;
    const found = await api.describeSource(source, namedWarehouse(asked));
    const now = latest.current;
    if (!isSameSource(sourceOf(now.draft), source)) return;
    const known = now.draft.columns ?? now.draft.known;
    const columns = columnRows(found, known, source.kind);
    now.onChange({ ...now.draft, columns });
  });
  const lookNow = useRef(look.run);
  useEffect(() => {
    const opened = latest.current.draft;
    const source = sourceOf(opened);
    if (opened.columns === null && source && isKnownSource(source, opened)) {
      void lookNow.current(source);
    }
  }, []);
  return look;
};

const atSource = (error: Error): FieldProblem[] =>
  problemsOf(error).map(({ message }) => ({ path: 'source', message }));

/** A fact table to fill in: who owns it, its source, what columns are for. */
export const FactTableForm = (props: FactTableFormProps) => {
  const { draft, onChange, refusal } = props;
  const api = useApi(metricsApiRef);
  const lake = useLoaded('lake', () => api.warehouses.lake());
  const [wasTried, setWasTried] = useState(false);
  const look = useLookAtColumns(draft, onChange);
  const unfinished = unfinishedFactTable(draft);
  const problems = [
    ...(look.error ? atSource(look.error) : []),
    ...(wasTried ? unfinished : []),
    ...(refusal ? atColumns(problemsOf(refusal), draft) : []),
  ];
  const change = (part: Partial<FactTableDraft>) =>
    onChange({ ...draft, ...part });
  const submit = () => {
    setWasTried(true);
    const source = sourceOf(draft);
    if (unfinished.length === 0 && source) {
      props.onSubmit(factTableOf(draft, source));
    }
  };
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={event => {
        event.preventDefault();
        submit();
      }}
    >
      <ProblemList
        title="The fact table cannot be saved yet"
        problems={problems}
      />
      <IdentityFields draft={draft} change={change} problems={problems} />
      <SourceFields
        draft={draft}
        onSource={part => {
          look.reset();
          onChange(withSource(draft, part));
        }}
        problems={problems}
        lake={lake}
        isLooking={look.isPending}
        onLook={() => {
          const source = sourceOf(draft);
          if (source) void look.run(source);
          else setWasTried(true);
        }}
      />
      {draft.columns && (
        <ColumnFields
          columns={draft.columns}
          onChange={columns => change({ columns })}
          problems={problems}
        />
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
