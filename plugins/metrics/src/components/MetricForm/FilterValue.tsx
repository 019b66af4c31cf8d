import { useApi } from '@backstage/frontend-plugin-api';
import { Combobox, Select, TextField } from '@backstage/ui';
import type { ColumnKind } from '@etude/plugin-metrics-common';
import { useLoaded } from '@etude/ui';
import { useState } from 'react';
import { metricsApiRef } from '../../api/metrics-api';
import type { FilterRow } from '../../model/filter-rows';

export type FilterValueProps = {
  readonly label: string;
  readonly row: FilterRow;
  readonly kind: ColumnKind | undefined;
  readonly factTableId: string;
  readonly onChange: (text: string) => void;
};

const YES_OR_NO = [
  { id: 'true', label: 'true' },
  { id: 'false', label: 'false' },
] as const;

const DESCRIPTIONS: Partial<Record<ColumnKind, string>> = {
  time: 'Such as 2026-03-01.',
};

/** Values seen lately, most frequent first; none where they are not known. */
const useSuggestions = (props: FilterValueProps): readonly string[] => {
  const api = useApi(metricsApiRef);
  const { factTableId, kind, row } = props;
  const isAsked = kind === 'text' && row.column !== '' && factTableId !== '';
  const { loaded } = useLoaded(
    isAsked ? `${factTableId} ${row.column}` : '',
    async signal =>
      isAsked
        ? api.pages.columnValues(factTableId, row.column, { signal })
        : [],
  );
  // Without suggestions a value is typed: nothing is missing that was there.
  return loaded.state === 'loaded' ? loaded.value : [];
};

const ListOfValues = (props: FilterValueProps) => (
  <TextField
    label={props.label}
    description="Separate values with commas."
    value={props.row.text}
    onChange={props.onChange}
  />
);

const OneValue = (props: FilterValueProps) => {
  const { label, row, kind, onChange } = props;
  const suggestions = useSuggestions(props);
  const [visits, setVisits] = useState(0);
  const description = kind && DESCRIPTIONS[kind];
  if (suggestions.length === 0) {
    return (
      <TextField
        label={label}
        {...(description ? { description } : {})}
        {...(kind === 'number' ? { inputMode: 'decimal' } : {})}
        value={row.text}
        onChange={onChange}
      />
    );
  }
  const isKnown = row.text === '' || suggestions.includes(row.text);
  const shown = isKnown ? suggestions : [row.text, ...suggestions];
  return (
    <Combobox
      label={label}
      // Who types fast and goes on at once leaves before the list opens, and
      // it would stay open: each visit has a list of its own, closed at first.
      key={visits}
      onBlur={() => setVisits(visits + 1)}
      allowsCustomValue
      options={shown.map(value => ({ value, label: value }))}
      search={{
        inputValue: row.text,
        onInputChange: text => text !== row.text && onChange(text),
      }}
    />
  );
};

/** What a column is compared with, entered as fits its type. */
export const FilterValue = (props: FilterValueProps) => {
  const { label, row, kind, onChange } = props;
  if (row.operator === 'in') return <ListOfValues {...props} />;
  if (kind === 'boolean') {
    return (
      <Select
        label={label}
        placeholder="Choose"
        options={YES_OR_NO}
        value={row.text || null}
        onChange={key => onChange(String(key ?? ''))}
      />
    );
  }
  return <OneValue {...props} />;
};
