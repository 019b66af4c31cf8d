import { Button, ButtonIcon, Select } from '@backstage/ui';
import { FormField } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import type { FilterColumns } from '../../hooks/use-filter-columns';
import {
  kindOfColumn,
  newFilterRow,
  operatorsFor,
} from '../../model/filter-rows';
import type { FilterRow } from '../../model/filter-rows';
import { OPERATOR_WORDS } from '../../model/metric-labels';
import { FilterValue } from './FilterValue';
import styles from './MetricForm.module.css';

export type FilterRowsProps = {
  readonly rows: readonly FilterRow[];
  readonly onChange: (rows: readonly FilterRow[]) => void;
  readonly columns: FilterColumns;
  readonly factTableId: string;
  /** Path of the list in what is sent: `filters`. */
  readonly path: string;
  /** What the filters are of, at the end of labels: ` of step 1`. */
  readonly of?: string;
  readonly problems: readonly FieldProblem[];
};

type RowProps = FilterRowsProps & {
  readonly row: FilterRow;
  readonly index: number;
};

/** The column chosen, with a condition that makes sense on it. */
const withColumn = (
  row: FilterRow,
  column: string,
  { types }: FilterColumns,
): FilterRow => {
  const operators = operatorsFor(kindOfColumn(types, column));
  const isFitting = operators.includes(row.operator);
  return {
    ...row,
    column,
    operator: isFitting ? row.operator : (operators[0] ?? 'equals'),
    text: column === row.column ? row.text : '',
  };
};

const Row = (props: RowProps) => {
  const { rows, onChange, columns, path, of = '', problems } = props;
  const { row, index } = props;
  const name = `filter ${index + 1}${of}`;
  const changeTo = (changed: FilterRow) =>
    onChange(rows.map(other => (other.key === row.key ? changed : other)));
  const names =
    row.column === '' || columns.names.includes(row.column)
      ? columns.names
      : [...columns.names, row.column];
  const operators = operatorsFor(kindOfColumn(columns.types, row.column));
  const shown = operators.includes(row.operator)
    ? operators
    : [...operators, row.operator];
  return (
    <div className={styles.filter}>
      <FormField path={`${path}[${index}].column`} problems={problems}>
        <Select
          label={`Column of ${name}`}
          placeholder="Choose"
          options={names.map(id => ({ id, label: id }))}
          value={row.column || null}
          onChange={column =>
            changeTo(withColumn(row, String(column ?? ''), columns))
          }
        />
      </FormField>
      <Select
        label={`Condition of ${name}`}
        options={shown.map(id => ({ id, label: OPERATOR_WORDS[id] }))}
        value={row.operator}
        onChange={key => {
          const operator = shown.find(id => id === key);
          if (operator) changeTo({ ...row, operator });
        }}
      />
      <FormField path={`${path}[${index}].value`} problems={problems}>
        <FilterValue
          key={row.column}
          label={`Value of ${name}`}
          row={row}
          kind={kindOfColumn(columns.types, row.column)}
          factTableId={props.factTableId}
          onChange={text => changeTo({ ...row, text })}
        />
      </FormField>
      <ButtonIcon
        className={styles.remove ?? ''}
        variant="tertiary"
        icon={<RiDeleteBinLine size={16} />}
        aria-label={`Remove ${name}`}
        onPress={() => onChange(rows.filter(({ key }) => key !== row.key))}
      />
    </div>
  );
};

/** Conditions on facts, with those that fit the type of each column. */
export const FilterRows = (props: FilterRowsProps) => {
  const { rows, onChange, columns, of = '' } = props;
  const only = columns.names.length === 1 ? columns.names[0] : undefined;
  return (
    <>
      {rows.map((row, index) => (
        <Row key={row.key} {...props} row={row} index={index} />
      ))}
      <div>
        <Button
          variant="secondary"
          iconStart={<RiAddLine />}
          onPress={() => onChange([...rows, newFilterRow(only ?? '')])}
        >
          {`Add filter${of}`}
        </Button>
      </div>
    </>
  );
};
