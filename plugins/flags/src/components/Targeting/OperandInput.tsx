import { Flex, Select, TextAreaField, TextField } from '@backstage/ui';
import type {
  BoundDraft,
  ConditionRow,
  OperandType,
} from '../../model/targeting-draft';
import styles from './Targeting.module.css';

export type OperandInputProps = {
  readonly row: ConditionRow;
  readonly onChange: (row: ConditionRow) => void;
};

const PLACEHOLDERS: Record<OperandType, string> = {
  string: 'SE',
  number: '18',
  bool: 'true',
  timestamp: '2026-03-01T00:00:00Z',
  version: '8.5.0',
};

const BOUNDS = {
  start: [
    { id: 'inclusive', label: 'at least' },
    { id: 'exclusive', label: 'more than' },
  ],
  end: [
    { id: 'inclusive', label: 'at most' },
    { id: 'exclusive', label: 'less than' },
  ],
};

const BoundInput = (
  props: OperandInputProps & { readonly end: 'start' | 'end' },
) => {
  const { row, end } = props;
  const bound = row[end];
  const name = end === 'start' ? 'Lower end' : 'Upper end';
  const change = (changes: Partial<BoundDraft>) =>
    props.onChange({ ...row, [end]: { ...bound, ...changes } });
  return (
    <div className={styles.bound}>
      <Select
        aria-label={`${name} of ${row.attribute}: kind`}
        options={BOUNDS[end]}
        value={bound.inclusive ? 'inclusive' : 'exclusive'}
        onChange={key => change({ inclusive: key === 'inclusive' })}
      />
      <TextField
        aria-label={`${name} of ${row.attribute}`}
        placeholder="open"
        value={bound.text}
        onChange={text => change({ text })}
      />
    </div>
  );
};

const BoolInput = ({ row, onChange }: OperandInputProps) => (
  <Select
    aria-label={`Value of ${row.attribute}`}
    options={[
      { id: 'true', label: 'true' },
      { id: 'false', label: 'false' },
    ]}
    value={row.text}
    onChange={key => onChange({ ...row, text: String(key) })}
  />
);

/** What an attribute is compared with. */
export const OperandInput = (props: OperandInputProps) => {
  const { row, onChange } = props;
  const name = `Value of ${row.attribute}`;
  const field = (placeholder: string) => (
    <TextField
      aria-label={name}
      placeholder={placeholder}
      value={row.text}
      onChange={text => onChange({ ...row, text })}
    />
  );
  switch (row.operator) {
    case 'missing':
      return null;
    case 'set':
      return (
        <TextAreaField
          aria-label={`Values of ${row.attribute}, one per line`}
          placeholder="One per line"
          rows={Math.min(8, Math.max(2, row.text.split('\n').length))}
          value={row.text}
          onChange={text => onChange({ ...row, text })}
        />
      );
    case 'range':
      return (
        <Flex direction="column" gap="2">
          <BoundInput {...props} end="start" />
          <BoundInput {...props} end="end" />
        </Flex>
      );
    case 'matches':
      return field('^beta-');
    case 'versionRange':
      return field('>=8.5.0 <9');
    case 'eq':
      return row.type === 'bool' ? (
        <BoolInput {...props} />
      ) : (
        field(PLACEHOLDERS[row.type])
      );
    default:
      return field('');
  }
};
