import { Select } from '@backstage/ui';
import type { FieldProblem } from './field-problems';
import { FormField } from './FormField';
import { useEntityOptions } from './use-entity-options';
import type { EntityOption } from './use-entity-options';

export type EntitySelectProps = {
  /** Path of the field in what is sent: `componentRef`. */
  readonly path: string;
  readonly kind: 'Group' | 'Component';
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  /** Entity reference, or empty for none. */
  readonly value: string;
  readonly onChange: (ref: string) => void;
  readonly problems: readonly FieldProblem[];
  /** Words for choosing none; left out where one is required. */
  readonly noneLabel?: string;
};

const NONE = 'none';

const optionsOf = (
  { value, noneLabel }: EntitySelectProps,
  options: readonly EntityOption[],
) => [
  ...(noneLabel === undefined ? [] : [{ id: NONE, label: noneLabel }]),
  ...options,
  // What is stored stays selectable when the catalog no longer has it.
  ...(value === '' || options.some(({ id }) => id === value)
    ? []
    : [{ id: value, label: value }]),
];

/** A field of a form: one entity of the catalog of a kind, or none. */
export const EntitySelect = (props: EntitySelectProps) => {
  const { path, value, onChange, problems, noneLabel } = props;
  const entities = useEntityOptions(props.kind);
  return (
    <FormField
      path={path}
      problems={
        entities.problem === undefined
          ? problems
          : [...problems, { path, message: entities.problem }]
      }
    >
      <Select
        label={props.label}
        {...(props.description ? { description: props.description } : {})}
        isRequired={noneLabel === undefined}
        placeholder={noneLabel ?? props.placeholder ?? 'Choose'}
        search
        options={optionsOf(props, entities.options)}
        value={value === '' ? null : value}
        onChange={ref =>
          onChange(ref === NONE || ref === null ? '' : String(ref))
        }
      />
    </FormField>
  );
};
