import { Select } from '@backstage/ui';
import { useEntityOptions } from '../../hooks/use-entity-options';
import { FormField } from './FormField';

export type EntitySelectProps = {
  readonly path: string;
  readonly kind: 'Group' | 'Component';
  readonly label: string;
  readonly description?: string;
  /** Entity reference, or empty for none. */
  readonly value: string;
  readonly onChange: (ref: string) => void;
  readonly problem?: string | undefined;
  /** Words for choosing none; left out where one is required. */
  readonly noneLabel?: string;
};

const NONE = 'none';

/** A picker of catalog entities of one kind. */
export const EntitySelect = (props: EntitySelectProps) => {
  const { options, problem } = useEntityOptions(props.kind);
  // What is stored stays selectable when the catalog no longer has it.
  const known =
    props.value === '' || options.some(({ id }) => id === props.value)
      ? options
      : [...options, { id: props.value, label: props.value }];
  return (
    <FormField path={props.path} problem={props.problem ?? problem}>
      <Select
        label={props.label}
        {...(props.description ? { description: props.description } : {})}
        isRequired={props.noneLabel === undefined}
        placeholder={props.noneLabel ?? 'Choose'}
        search
        options={
          props.noneLabel === undefined
            ? known
            : [{ id: NONE, label: props.noneLabel }, ...known]
        }
        value={props.value === '' ? null : props.value}
        onChange={ref =>
          props.onChange(ref === NONE || ref === null ? '' : String(ref))
        }
      />
    </FormField>
  );
};
