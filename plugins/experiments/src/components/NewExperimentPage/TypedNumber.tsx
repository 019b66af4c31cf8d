import { NumberField } from '@backstage/ui';
import type { Typed } from './percent';

export type TypedNumberProps = {
  readonly label: string;
  readonly value: Typed;
  readonly onChange: (value: Typed) => void;
  readonly description?: string;
  readonly minValue?: number;
  readonly maxValue?: number;
};

const FORMAT: Intl.NumberFormatOptions = { maximumFractionDigits: 6 };

/** A number that may be empty while it is typed. */
export const TypedNumber = ({
  value,
  onChange,
  ...field
}: TypedNumberProps) => (
  <NumberField
    {...field}
    formatOptions={FORMAT}
    value={value ?? Number.NaN}
    onChange={next => onChange(Number.isNaN(next) ? null : next)}
  />
);
