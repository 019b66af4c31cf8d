import { Radio, RadioGroup, Select, Text, TextAreaField } from '@backstage/ui';
import { FormField, problemAt } from '@etude/ui';
import { useContextFields } from '../../hooks/use-context-fields';
import type { AudienceKind } from '../../model/rule-draft';
import { targetingWords } from '../../model/targeting-words';
import type { Segment } from '../../model/wire-types';
import { shownProblem } from '../Form';
import { TargetingEditor } from '../Targeting';
import { FormSection } from './FormSection';
import type { RuleFormPartProps } from './rule-form-part';
import styles from './RuleEditor.module.css';

export type AudienceFieldsProps = RuleFormPartProps & {
  readonly segments: readonly Segment[];
};

const KINDS: readonly { readonly id: AudienceKind; readonly label: string }[] =
  [
    { id: 'conditional', label: 'Units that meet conditions' },
    { id: 'individual', label: 'Listed units' },
    { id: 'segment', label: 'A segment that exists' },
  ];

const isKind = (id: string): id is AudienceKind =>
  KINDS.some(kind => kind.id === id);

const usable = (segments: readonly Segment[]): Segment[] =>
  segments.filter(
    ({ state, managedBy }) => state === 'allocated' && managedBy === 'person',
  );

const SegmentField = (props: AudienceFieldsProps) => {
  const { draft, onChange } = props;
  const segments = usable(props.segments);
  const chosen = props.segments.find(({ id }) => id === draft.segment);
  return (
    <FormField path="segment" problems={props.problems}>
      <Select
        label="Segment"
        placeholder={
          segments.length === 0
            ? 'No segment exists yet; create one under Flags, Segments'
            : 'Choose a segment'
        }
        search
        options={[
          ...segments.map(({ id }) => ({ id, label: id })),
          ...(draft.segment === '' ||
          segments.some(({ id }) => id === draft.segment)
            ? []
            : [{ id: draft.segment, label: draft.segment }]),
        ]}
        value={draft.segment === '' ? null : draft.segment}
        onChange={id => onChange({ segment: id === null ? '' : String(id) })}
      />
      {chosen && (
        <Text as="p" variant="body-small" color="secondary">
          {targetingWords(chosen.targeting)}.
        </Text>
      )}
    </FormField>
  );
};

const UnitsField = ({ draft, problems, onChange }: RuleFormPartProps) => (
  <FormField path="units">
    <TextAreaField
      className={styles.units ?? ''}
      label="Units"
      description="One per line, as applications name them: user ids, for example."
      rows={5}
      value={draft.units}
      onChange={units => onChange({ units })}
      {...shownProblem(problemAt(problems, 'units'))}
    />
  </FormField>
);

const ConditionsField = (props: AudienceFieldsProps) => {
  const { flag, draft, problems, onChange } = props;
  const { fields, problem } = useContextFields(flag.clients);
  return (
    <TargetingEditor
      draft={draft.targeting}
      fields={fields}
      fieldsProblem={problem}
      segments={props.segments.filter(({ state }) => state === 'allocated')}
      problems={problems}
      onChange={targeting => onChange({ targeting })}
    />
  );
};

/** Who a rule is for. */
export const AudienceFields = (props: AudienceFieldsProps) => {
  const { draft, onChange } = props;
  return (
    <FormSection title="Who it is for">
      <RadioGroup
        aria-label="Who it is for"
        orientation="horizontal"
        value={draft.kind}
        onChange={kind => isKind(kind) && onChange({ kind })}
      >
        {KINDS.map(({ id, label }) => (
          <Radio key={id} value={id}>
            {label}
          </Radio>
        ))}
      </RadioGroup>
      {draft.kind === 'conditional' && <ConditionsField {...props} />}
      {draft.kind === 'individual' && <UnitsField {...props} />}
      {draft.kind === 'segment' && <SegmentField {...props} />}
    </FormSection>
  );
};
