import { Flex, Switch, Text, TextAreaField } from '@backstage/ui';
import { FormField, problemAt } from '@etude/ui';
import { asJson, asRows } from '../../model/draft-of-targeting';
import type { TargetingDraft } from '../../model/targeting-draft';
import { targetingOf } from '../../model/targeting-of-draft';
import { targetingWords } from '../../model/targeting-words';
import { shownProblem } from '../Form';
import { GroupEditor } from './GroupEditor';
import type { TargetingChoices } from './targeting-choices';
import styles from './Targeting.module.css';

export type TargetingEditorProps = TargetingChoices & {
  readonly draft: TargetingDraft;
  readonly onChange: (draft: TargetingDraft) => void;
  /** Why nothing is suggested for attributes, if it is so. */
  readonly fieldsProblem?: string | undefined;
};

const JsonInput = ({ draft, problems, onChange }: TargetingEditorProps) => (
  <FormField path="targeting">
    <TextAreaField
      className={styles.json ?? ''}
      label="Targeting as JSON"
      rows={12}
      value={draft.json ?? ''}
      onChange={json => onChange({ ...draft, json })}
      {...shownProblem(problemAt(problems, 'targeting'))}
    />
  </FormField>
);

const InWords = ({ draft }: Pick<TargetingEditorProps, 'draft'>) => {
  const present = targetingOf(draft);
  return (
    <Text role="status" color={present.ok ? 'primary' : 'secondary'}>
      {present.ok
        ? `In words: ${targetingWords(present.targeting)}.`
        : 'In words: told when every condition is complete.'}
    </Text>
  );
};

const JsonSwitch = ({ draft, onChange }: TargetingEditorProps) => {
  const rows = draft.json === null ? draft : asRows(draft);
  return (
    <Flex direction="column" gap="1">
      <Switch
        label="JSON view"
        isSelected={draft.json !== null}
        isDisabled={rows === undefined}
        onChange={isJson => onChange(isJson ? asJson(draft) : (rows ?? draft))}
      />
      {rows === undefined && (
        <Text variant="body-small" color="secondary">
          {targetingOf(draft).ok
            ? 'The form cannot show all of this targeting, so it is edited as JSON and nothing of it is lost.'
            : 'The form can show it again once the JSON is correct.'}
        </Text>
      )}
    </Flex>
  );
};

/** Who is meant: by conditions, in words, and as JSON. */
export const TargetingEditor = (props: TargetingEditorProps) => {
  const { draft, onChange, fieldsProblem } = props;
  return (
    <Flex direction="column" gap="3">
      {draft.json === null ? (
        <GroupEditor
          fields={props.fields}
          segments={props.segments}
          problems={props.problems}
          group={draft.root}
          root={draft.root}
          onChange={root => onChange({ ...draft, root })}
        />
      ) : (
        <JsonInput {...props} />
      )}
      <InWords draft={draft} />
      {fieldsProblem !== undefined && (
        <Text variant="body-small" color="secondary">
          Attributes cannot be suggested: {fieldsProblem}
        </Text>
      )}
      <JsonSwitch {...props} />
    </Flex>
  );
};
