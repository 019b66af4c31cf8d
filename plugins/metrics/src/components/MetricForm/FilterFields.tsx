import { Button, ButtonIcon, Select, Text, TextField } from '@backstage/ui';
import { FormField } from '@etude/ui';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import type { FilterRow } from '../../model/metric-draft';
import { OPERATOR_WORDS } from '../../model/metric-labels';
import type { FilterOperator } from '../../model/wire-types';
import type { FormPartProps } from './form-part';
import styles from './MetricForm.module.css';

const OPERATORS: readonly FilterOperator[] = [
  'equals',
  'not-equals',
  'in',
  'greater-or-equal',
  'less-or-equal',
];

type FilterProps = FormPartProps & {
  readonly row: FilterRow;
  readonly index: number;
};

const Filter = (props: FilterProps) => {
  const { draft, change, problems, columns, row, index } = props;
  const number = index + 1;
  const changeRow = (part: Partial<FilterRow>) =>
    change({
      filters: draft.filters.map(other =>
        other.key === row.key ? { ...row, ...part } : other,
      ),
    });
  const names =
    row.column === '' || columns.names.includes(row.column)
      ? columns.names
      : [...columns.names, row.column];
  return (
    <div className={styles.filter}>
      <FormField path={`filters[${index}].column`} problems={problems}>
        <Select
          label={`Column of filter ${number}`}
          placeholder="Choose"
          options={names.map(id => ({ id, label: id }))}
          value={row.column || null}
          onChange={column => changeRow({ column: String(column ?? '') })}
        />
      </FormField>
      <Select
        label={`Condition of filter ${number}`}
        options={OPERATORS.map(id => ({ id, label: OPERATOR_WORDS[id] }))}
        value={row.operator}
        onChange={key => {
          const operator = OPERATORS.find(id => id === key);
          if (operator) changeRow({ operator });
        }}
      />
      <FormField path={`filters[${index}].value`} problems={problems}>
        <TextField
          label={`Value of filter ${number}`}
          {...(row.operator === 'in'
            ? { description: 'Separate values with commas.' }
            : {})}
          value={row.text}
          onChange={text => changeRow({ text })}
        />
      </FormField>
      <ButtonIcon
        className={styles.remove ?? ''}
        variant="tertiary"
        icon={<RiDeleteBinLine size={16} />}
        aria-label={`Remove filter ${number}`}
        onPress={() =>
          change({
            filters: draft.filters.filter(({ key }) => key !== row.key),
          })
        }
      />
    </div>
  );
};

/** Which facts count. */
export const FilterFields = (props: FormPartProps) => {
  const { draft, change, columns } = props;
  const add = () =>
    change({
      filters: [
        ...draft.filters,
        {
          key: crypto.randomUUID(),
          column: columns.names.length === 1 ? (columns.names[0] ?? '') : '',
          operator: 'equals',
          text: '',
        },
      ],
    });
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Filters
      </Text>
      {draft.filters.length === 0 && (
        <Text as="p" variant="body-small" color="secondary">
          Without a filter every row of the fact table counts.
        </Text>
      )}
      {draft.filters.map((row, index) => (
        <Filter key={row.key} {...props} row={row} index={index} />
      ))}
      <div>
        <Button variant="secondary" iconStart={<RiAddLine />} onPress={add}>
          Add filter
        </Button>
      </div>
    </fieldset>
  );
};
