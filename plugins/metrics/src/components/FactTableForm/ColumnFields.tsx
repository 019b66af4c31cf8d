import { Select, Text, TextField } from '@backstage/ui';
import { FormField } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { withRole } from '../../model/column-rows';
import type { ColumnRole, ColumnRow } from '../../model/column-rows';
import styles from './FactTableForm.module.css';

const ROLES: readonly { readonly id: ColumnRole; readonly label: string }[] = [
  { id: 'entity', label: 'Entity' },
  { id: 'time', label: 'Time of the row' },
  { id: 'measure', label: 'Measure' },
  { id: 'dimension', label: 'Dimension' },
  { id: 'unused', label: 'Not used' },
];

export type ColumnFieldsProps = {
  readonly columns: readonly ColumnRow[];
  readonly onChange: (columns: readonly ColumnRow[]) => void;
  readonly problems: readonly FieldProblem[];
};

type ColumnProps = ColumnFieldsProps & {
  readonly row: ColumnRow;
  readonly index: number;
};

const ColumnField = (props: ColumnProps) => {
  const { columns, onChange, problems, row, index } = props;
  const change = (part: Partial<ColumnRow>) =>
    onChange(
      columns.map(other => (other === row ? { ...row, ...part } : other)),
    );
  return (
    <FormField path={`columns[${index}]`} problems={problems}>
      <div className={styles.column}>
        <div className={styles.columnName}>
          <Text weight="bold">{row.name}</Text>
          <Text variant="body-small" color="secondary">
            {row.isGone ? 'not in the source any more' : row.type}
          </Text>
        </div>
        <Select
          aria-label={`Use of column ${row.name}`}
          options={ROLES}
          value={row.role}
          onChange={key => {
            const role = ROLES.find(({ id }) => id === key);
            if (role) onChange(withRole(columns, row, role.id));
          }}
        />
        {(row.role === 'entity' || row.role === 'measure') && (
          <TextField
            aria-label={`Name of ${row.role} ${row.name}`}
            placeholder={row.role === 'entity' ? 'such as user' : 'Name'}
            value={row.label}
            onChange={label => change({ label })}
          />
        )}
        {row.role === 'measure' && (
          <TextField
            aria-label={`Unit of measure ${row.name}`}
            placeholder="Unit, such as EUR"
            value={row.unit}
            onChange={unit => change({ unit })}
          />
        )}
      </div>
    </FormField>
  );
};

/** What each column is for. */
export const ColumnFields = (props: ColumnFieldsProps) => (
  <fieldset className={styles.section}>
    <Text as="legend" variant="title-x-small" weight="bold">
      Columns
    </Text>
    <Text as="p" color="secondary">
      An entity column holds the unit a row is about. Measures are numbers that
      metrics aggregate, dimensions are for filters. Without a time of the row,
      rows count whenever they happened and metrics have no window.
    </Text>
    <FormField
      path="columns"
      problems={props.problems.filter(({ path }) => path === 'columns')}
    >
      {props.columns.map((row, index) => (
        <ColumnField
          key={`${index} ${row.name}`}
          {...props}
          row={row}
          index={index}
        />
      ))}
    </FormField>
  </fieldset>
);
