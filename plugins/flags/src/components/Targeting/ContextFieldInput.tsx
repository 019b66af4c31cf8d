import { Combobox, TextField } from '@backstage/ui';
import type { ContextField } from '@etude/plugin-flags-common';
import { useState } from 'react';

export type ContextFieldInputProps = {
  readonly fields: readonly ContextField[];
  /** Dotted path; any is taken, known or not. */
  readonly value: string;
  readonly onChange: (path: string) => void;
  readonly placeholder: string;
  readonly label?: string;
  readonly description?: string;
  readonly 'aria-label'?: string;
};

const optionsOf = ({ fields, value }: ContextFieldInputProps) => [
  // What is typed is always among them: a field may not have been seen yet.
  ...(value === '' || fields.some(({ path }) => path === value)
    ? []
    : [{ value, label: value }]),
  ...fields.map(({ path }) => ({ value: path, label: path })),
];

/** A field of the context, completed from what clients send. */
export const ContextFieldInput = (props: ContextFieldInputProps) => {
  const { fields, value, onChange, ...shown } = props;
  const [visits, setVisits] = useState(0);
  if (fields.length === 0) {
    return <TextField {...shown} value={value} onChange={onChange} />;
  }
  return (
    <Combobox
      {...shown}
      // Who types fast and goes on at once leaves before the list opens, and
      // it would stay open: each visit has a list of its own, closed at first.
      key={visits}
      onBlur={() => setVisits(visits + 1)}
      allowsCustomValue
      options={optionsOf(props)}
      search={{
        inputValue: value,
        onInputChange: path => path !== value && onChange(path),
      }}
    />
  );
};
