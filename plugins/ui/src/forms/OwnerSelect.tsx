import { EntitySelect } from './EntitySelect';
import type { FieldProblem } from './field-problems';

export type OwnerSelectProps = {
  /** Reference of a group, or empty while none is chosen. */
  readonly value: string;
  readonly onChange: (ref: string) => void;
  readonly problems: readonly FieldProblem[];
  readonly description?: string;
};

/** The field `owner` of a form: a group of the catalog. */
export const OwnerSelect = (props: OwnerSelectProps) => (
  <EntitySelect
    path="owner"
    kind="Group"
    label="Owner"
    description="The team that answers for it."
    placeholder="Choose a team"
    {...props}
  />
);
