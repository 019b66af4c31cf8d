import { Select } from '@backstage/ui';
import type { StoredFactTable } from '@etude/plugin-metrics-common';
import { measureLabel } from '../../model/metric-words';

export type MeasureSelectProps = {
  readonly label: string;
  readonly description?: string;
  readonly factTable: StoredFactTable | undefined;
  /** Whether the values of dimensions may be counted as well. */
  readonly withDimensions: 'yes' | 'no';
  readonly isRequired: boolean;
  readonly value: string;
  readonly onChange: (measure: string) => void;
};

const NOTHING = '';

/** A measure of the fact table, or something else of which values count. */
export const MeasureSelect = (props: MeasureSelectProps) => {
  const { factTable, value } = props;
  const known = [
    ...(factTable?.measures ?? []).map(measure => ({
      id: measure.name,
      label: measureLabel(measure),
    })),
    ...(props.withDimensions === 'yes'
      ? (factTable?.dimensions ?? [])
      : []
    ).map(id => ({ id, label: id })),
  ];
  const options = [
    ...(props.isRequired ? [] : [{ id: NOTHING, label: 'Whatever it is' }]),
    ...known,
    ...(value === '' || known.some(({ id }) => id === value)
      ? []
      : [{ id: value, label: value }]),
  ];
  return (
    <Select
      label={props.label}
      {...(props.description ? { description: props.description } : {})}
      isRequired={props.isRequired}
      placeholder={known.length === 0 ? 'There is none' : 'Choose a measure'}
      options={options}
      value={props.isRequired ? value || null : value}
      onChange={key => props.onChange(String(key ?? ''))}
    />
  );
};
