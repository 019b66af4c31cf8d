import { Select } from '@backstage/ui';
import type { FieldProblem } from './field-problems';
import { FormField } from './FormField';
import { useEntityOptions } from './use-entity-options';

export type OwnerSelectProps = {
  /** Reference of a group, or empty while none is chosen. */
  readonly value: string;
  readonly onChange: (ref: string) => void;
  readonly problems: readonly FieldProblem[];
  readonly description?: string;
};

/** The field `owner` of a form: a group of the catalog. */
export const OwnerSelect = (props: OwnerSelectProps) => {
  const { value, onChange, problems } = props;
  const { options, problem } = useEntityOptions('Group');
  // What is stored stays selectable when the catalog no longer has it.
  const known =
    value === '' || options.some(({ id }) => id === value)
      ? options
      : [...options, { id: value, label: value }];
  return (
    <FormField
      path="owner"
      problems={
        problem === undefined
          ? problems
          : [...problems, { path: 'owner', message: problem }]
      }
    >
      <Select
        label="Owner"
        description={props.description ?? 'The team that answers for it.'}
        isRequired
        placeholder="Choose a team"
        options={known}
        value={value === '' ? null : value}
        onChange={ref => onChange(ref === null ? '' : String(ref))}
      />
    </FormField>
  );
};
