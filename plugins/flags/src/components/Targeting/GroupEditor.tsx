import { Button, ButtonIcon, Select, Text } from '@backstage/ui';
import { FormField } from '@etude/ui';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import { newRow, withRow, withoutRow } from '../../model/targeting-draft';
import type { GroupRow, TargetingRow } from '../../model/targeting-draft';
import { ConditionEditor } from './ConditionEditor';
import { MembershipEditor } from './MembershipEditor';
import type { TargetingChoices } from './targeting-choices';
import styles from './Targeting.module.css';

export type GroupEditorProps = TargetingChoices & {
  readonly group: GroupRow;
  /** The whole that it is part of: names of rows are unique in it. */
  readonly root: GroupRow;
  readonly onChange: (group: GroupRow) => void;
  /** Absent for the whole itself. */
  readonly onRemove?: () => void;
};

const MATCHES = [
  { id: 'all', label: 'All of these hold', match: 'all', isNegated: false },
  { id: 'any', label: 'Any of these holds', match: 'any', isNegated: false },
  { id: 'none', label: 'None of these holds', match: 'any', isNegated: true },
  { id: 'some', label: 'Not all of these hold', match: 'all', isNegated: true },
] as const;

const MatchSelect = ({ group, onChange }: GroupEditorProps) => (
  <Select
    aria-label="How the conditions combine"
    options={MATCHES.map(({ id, label }) => ({ id, label }))}
    value={
      MATCHES.find(
        ({ match, isNegated }) =>
          match === group.match && isNegated === group.isNegated,
      )?.id ?? null
    }
    onChange={key => {
      const chosen = MATCHES.find(({ id }) => id === key);
      if (chosen) {
        const { match, isNegated } = chosen;
        onChange({ ...group, match, isNegated });
      }
    }}
  />
);

const RowEditor = (
  props: GroupEditorProps & { readonly row: TargetingRow },
) => {
  const { group, row, onChange, fields, segments, problems } = props;
  const shared = {
    fields,
    segments,
    problems,
    onChange: (changed: TargetingRow) => onChange(withRow(group, changed)),
    onRemove: () => onChange(withoutRow(group, row.key)),
  };
  switch (row.kind) {
    case 'group':
      return <GroupEditor {...shared} root={props.root} group={row} />;
    case 'condition':
      return <ConditionEditor {...shared} row={row} />;
    default:
      return <MembershipEditor {...shared} row={row} />;
  }
};

const ADDITIONS = [
  { kind: 'condition', label: 'Add condition' },
  { kind: 'segment', label: 'Add segment' },
  { kind: 'group', label: 'Add group' },
] as const;

const Additions = ({ group, root, onChange }: GroupEditorProps) => (
  <div className={styles.additions}>
    {ADDITIONS.map(({ kind, label }) => (
      <Button
        key={kind}
        size="small"
        variant={kind === 'condition' ? 'secondary' : 'tertiary'}
        iconStart={<RiAddLine />}
        onPress={() =>
          onChange({ ...group, rows: [...group.rows, newRow(root, kind)] })
        }
      >
        {label}
      </Button>
    ))}
  </div>
);

/** Conditions of which all or any have to hold, and groups of them. */
export const GroupEditor = (props: GroupEditorProps) => {
  const { group, onRemove } = props;
  const isWhole = onRemove === undefined;
  return (
    <FormField path={`targeting.${group.key}`} problems={props.problems}>
      <div
        role="group"
        aria-label={isWhole ? 'Conditions' : 'Group of conditions'}
        className={isWhole ? styles.root : styles.group}
      >
        {isWhole && group.rows.length === 0 && (
          <Text color="secondary">
            Everyone. Add a condition to narrow it down.
          </Text>
        )}
        {(!isWhole || group.rows.length > 1 || group.isNegated) && (
          <div className={styles.match}>
            <MatchSelect {...props} />
            {onRemove && (
              <ButtonIcon
                variant="tertiary"
                icon={<RiDeleteBinLine size={16} />}
                aria-label="Remove the group"
                onPress={onRemove}
              />
            )}
          </div>
        )}
        {group.rows.map(row => (
          <RowEditor key={row.key} {...props} row={row} />
        ))}
        <Additions {...props} />
      </div>
    </FormField>
  );
};
