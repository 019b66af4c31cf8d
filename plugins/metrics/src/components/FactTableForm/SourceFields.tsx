import {
  Button,
  Radio,
  RadioGroup,
  Select,
  Text,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import { FormField } from '@etude/ui';
import type { FieldProblem, UseLoaded } from '@etude/ui';
import { LAKE_WAREHOUSE_ID } from '@etude/plugin-metrics-common';
import type { LakeOverview } from '@etude/plugin-metrics-common';
import { useState } from 'react';
import type { FactTableDraft } from '../../model/fact-table-draft';
import type { FactSource } from '../../model/wire-types';
import { ImportTableDialog } from '../ImportTableDialog';
import styles from './FactTableForm.module.css';
import { WarehouseSelect } from './WarehouseSelect';

type Kind = { readonly id: FactSource['kind']; readonly label: string };

const LAKE_KINDS: readonly Kind[] = [
  { id: 'table', label: 'A table of the lake' },
  { id: 'query', label: 'A SQL query' },
  { id: 'import', label: 'An imported table' },
];

const WAREHOUSE_KINDS: readonly Kind[] = [
  { id: 'table', label: 'A table of the warehouse' },
  { id: 'query', label: 'A SQL query' },
];

const isInLake = ({ warehouseId }: FactTableDraft): boolean =>
  warehouseId === LAKE_WAREHOUSE_ID;

/** A source in another warehouse has nothing of what the old one had. */
const inWarehouse = (
  warehouseId: string,
  { sourceKind }: FactTableDraft,
): Partial<FactTableDraft> => ({
  warehouseId,
  schema: '',
  table: '',
  importId: '',
  sourceKind: sourceKind === 'import' ? 'table' : sourceKind,
});

export type SourceFieldsProps = {
  readonly draft: FactTableDraft;
  /** A change of the source, after which its columns are not known. */
  readonly onSource: (part: Partial<FactTableDraft>) => void;
  readonly problems: readonly FieldProblem[];
  readonly lake: UseLoaded<LakeOverview>;
  readonly isLooking: boolean;
  readonly onLook: () => void;
};

type Choice = { readonly id: string; readonly label: string };

// Who may not see what the lake holds can still name a table of it.
const NameOrChoice = (props: {
  readonly label: string;
  readonly choices: readonly Choice[] | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) =>
  props.choices === undefined ? (
    <TextField
      label={props.label}
      value={props.value}
      onChange={props.onChange}
    />
  ) : (
    <Select
      label={props.label}
      placeholder={props.choices.length === 0 ? 'There is none yet' : 'Choose'}
      options={props.choices}
      value={props.value || null}
      onChange={key => props.onChange(String(key ?? ''))}
    />
  );

/** A file that is not in the lake yet. */
const ImportHere = (props: {
  readonly onImported: (tableId: string) => void;
}) => {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div>
      <Button variant="secondary" onPress={() => setIsOpen(true)}>
        Import a file
      </Button>
      {isOpen && (
        <ImportTableDialog
          onClose={() => setIsOpen(false)}
          onImported={tableId => {
            setIsOpen(false);
            props.onImported(tableId);
          }}
        />
      )}
    </div>
  );
};

const WarehouseTable = ({ draft, onSource }: SourceFieldsProps) => (
  <>
    <TextField
      label="Schema"
      description="Names that the table lies in, with dots between, such as analytics. Empty for those of the account."
      value={draft.schema}
      onChange={schema => onSource({ schema })}
    />
    <TextField
      label="Table"
      isRequired
      value={draft.table}
      onChange={table => onSource({ table })}
    />
  </>
);

const SourceChoice = (props: SourceFieldsProps) => {
  const { draft } = props;
  return draft.sourceKind === 'table' && !isInLake(draft) ? (
    <WarehouseTable {...props} />
  ) : (
    <LakeChoice {...props} />
  );
};

const LakeChoice = ({ draft, onSource, lake }: SourceFieldsProps) => {
  const { loaded, reload } = lake;
  const overview = loaded.state === 'loaded' ? loaded.value : undefined;
  const choicesOf = (
    choices: readonly Choice[] | undefined,
    chosen: string,
  ): readonly Choice[] | undefined => {
    if (loaded.state === 'failed') return undefined;
    const known = choices ?? [];
    return chosen === '' || known.some(({ id }) => id === chosen)
      ? known
      : [...known, { id: chosen, label: chosen }];
  };
  switch (draft.sourceKind) {
    case 'table':
      return (
        <NameOrChoice
          label="Table"
          choices={choicesOf(
            overview?.tables.map(({ name }) => ({ id: name, label: name })),
            draft.table,
          )}
          value={draft.table}
          onChange={table => onSource({ table })}
        />
      );
    case 'query':
      return (
        <TextAreaField
          className={styles.sql ?? ''}
          label="SQL"
          description={`One SELECT over tables of the ${isInLake(draft) ? 'lake' : 'warehouse, in its own SQL'}. Each row is one fact.`}
          rows={8}
          value={draft.sql}
          onChange={sql => onSource({ sql })}
        />
      );
    case 'import':
      return (
        <>
          <NameOrChoice
            label="Imported table"
            choices={choicesOf(
              overview?.imports.map(({ tableId, name }) => ({
                id: tableId,
                label: name,
              })),
              draft.importId,
            )}
            value={draft.importId}
            onChange={importId => onSource({ importId })}
          />
          <ImportHere
            onImported={importId => {
              reload();
              onSource({ importId });
            }}
          />
        </>
      );
    default:
      return draft.sourceKind satisfies never;
  }
};

/** Where the rows come from. */
export const SourceFields = (props: SourceFieldsProps) => {
  const { draft, onSource, problems } = props;
  const kinds = isInLake(draft) ? LAKE_KINDS : WAREHOUSE_KINDS;
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Source
      </Text>
      <FormField path="source" problems={problems}>
        <div className={styles.section}>
          <WarehouseSelect
            value={draft.warehouseId}
            onChange={id => onSource(inWarehouse(id, draft))}
          />
          <RadioGroup
            label="Rows come from"
            value={draft.sourceKind}
            onChange={value => {
              const kind = kinds.find(({ id }) => id === value);
              if (kind) onSource({ sourceKind: kind.id });
            }}
          >
            {kinds.map(({ id, label }) => (
              <Radio key={id} value={id}>
                {label}
              </Radio>
            ))}
          </RadioGroup>
          <SourceChoice {...props} />
          <div>
            <Button
              variant="secondary"
              isPending={props.isLooking}
              onPress={props.onLook}
            >
              Look at columns
            </Button>
          </div>
        </div>
      </FormField>
    </fieldset>
  );
};
