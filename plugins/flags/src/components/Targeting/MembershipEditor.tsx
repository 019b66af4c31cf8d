import { ButtonIcon, Select, TextField } from '@backstage/ui';
import { FormField } from '@etude/ui';
import { RiDeleteBinLine } from '@remixicon/react';
import type { MembershipRow } from '../../model/targeting-draft';
import type { TargetingChoices } from './targeting-choices';
import styles from './Targeting.module.css';

export type MembershipEditorProps = TargetingChoices & {
  readonly row: MembershipRow;
  readonly onChange: (row: MembershipRow) => void;
  readonly onRemove: () => void;
};

const SegmentInput = ({ row, segments, onChange }: MembershipEditorProps) => (
  <Select
    aria-label="Segment"
    placeholder={
      segments.length === 0 ? 'No segment exists yet' : 'Choose a segment'
    }
    search
    options={[
      ...segments.map(({ id }) => ({ id, label: id })),
      // What is stored stays selectable when it is no longer in use.
      ...(row.id === '' || segments.some(({ id }) => id === row.id)
        ? []
        : [{ id: row.id, label: row.id }]),
    ]}
    value={row.id === '' ? null : row.id}
    onChange={id => onChange({ ...row, id: id === null ? '' : String(id) })}
  />
);

/** A condition on being in a segment, or in a list of units. */
export const MembershipEditor = (props: MembershipEditorProps) => {
  const { row, onChange } = props;
  const what = row.kind === 'segment' ? 'segment' : 'list';
  const field = row.kind === 'segment' ? 'segment' : 'materializedSegment';
  return (
    <div
      role="group"
      aria-label={`Condition on the ${what} ${row.id}`}
      className={styles.membership}
    >
      <Select
        aria-label={`Membership of the ${what}`}
        options={[
          { id: 'in', label: `The unit is in the ${what}` },
          { id: 'out', label: `The unit is not in the ${what}` },
        ]}
        value={row.isNegated ? 'out' : 'in'}
        onChange={key => onChange({ ...row, isNegated: key === 'out' })}
      />
      <FormField
        path={`targeting.criteria.${row.key}.${field}`}
        problems={props.problems}
      >
        {row.kind === 'segment' ? (
          <SegmentInput {...props} />
        ) : (
          <TextField
            aria-label="Name of the list"
            value={row.id}
            onChange={id => onChange({ ...row, id })}
          />
        )}
      </FormField>
      <ButtonIcon
        variant="tertiary"
        icon={<RiDeleteBinLine size={16} />}
        aria-label={`Remove the condition on the ${what} ${row.id}`}
        onPress={props.onRemove}
      />
    </div>
  );
};
