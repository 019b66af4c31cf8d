import {
  Button,
  CardBody,
  CardHeader,
  Flex,
  Switch,
  Text,
  TextField,
} from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { FormField, ProblemList, problemAt } from '@etude/ui';
import { useEffect, useRef } from 'react';
import { ruleDraftWords } from '../../model/rule-change-words';
import {
  isLaidOutElsewhere,
  newRuleDraft,
  ruleDraftOf,
} from '../../model/rule-draft';
import type { Rule, Segment } from '../../model/wire-types';
import { ChangeProblems } from '../ChangeRequests';
import { FlagConflict } from '../ConflictNotice';
import { shownProblem } from '../Form';
import { GroupCard } from '../GroupCard';
import { AudienceFields } from './AudienceFields';
import { GivenFields } from './GivenFields';
import { PlaceFields } from './PlaceFields';
import type { RuleFormPartProps } from './rule-form-part';
import { useRuleForm } from './use-rule-form';

export type RuleEditorProps = {
  readonly flag: FlagRecord;
  readonly segments: readonly Segment[];
  /** What is edited, with its segment; absent for a new rule. */
  readonly edited?: { readonly rule: Rule; readonly segment: Segment };
  /** Loads the flag again. */
  readonly onChanged: () => void;
  /** Called once the rule was asked for instead of saved. */
  readonly onAsked: () => void;
  readonly onClose: () => void;
};

const NameField = ({ draft, problems, onChange }: RuleFormPartProps) => (
  <FormField path="name">
    <TextField
      label="Name"
      description="What the rule is for, such as Our own people."
      isRequired
      value={draft.name}
      onChange={name => onChange({ name })}
      {...shownProblem(problemAt(problems, 'name'))}
    />
  </FormField>
);

const LayoutWarning = () => (
  <Text color="warning">
    The units of this rule were divided elsewhere. Saving it divides them anew,
    so that some get another variant.
  </Text>
);

type FormProps = RuleEditorProps & {
  readonly form: ReturnType<typeof useRuleForm>;
};

const Actions = (props: FormProps) => {
  const { flag, form, edited, onClose } = props;
  return (
    <Flex direction="column" gap="3">
      <Switch
        label="Switch the rule on"
        isSelected={form.draft.isEnabled}
        onChange={isEnabled => form.change({ isEnabled })}
      />
      <Text role="status">
        {ruleDraftWords(flag, form.draft, edited?.rule)}
      </Text>
      {form.protectedChange && (
        <ChangeProblems
          title="The rule cannot be saved"
          error={form.error}
          flag={{ ...flag, etag: form.draft.etag }}
          change={form.protectedChange}
          onAsked={() => {
            form.forget();
            props.onAsked();
          }}
        />
      )}
      <Flex gap="3">
        <Button
          variant="primary"
          isPending={form.isPending}
          onPress={form.save}
        >
          {edited ? 'Save rule' : 'Create rule'}
        </Button>
        <Button
          variant="secondary"
          onPress={() => {
            form.forget();
            onClose();
          }}
        >
          Cancel
        </Button>
      </Flex>
    </Flex>
  );
};

/** The form for a rule of a person; what is typed stays over a reload. */
export const RuleEditor = (props: RuleEditorProps) => {
  const { flag, edited, onChanged, onClose } = props;
  const form = useRuleForm(flag, edited?.rule.id, {
    initial: edited
      ? ruleDraftOf(flag, edited.rule, edited.segment)
      : newRuleDraft(flag),
    onSaved: () => {
      onChanged();
      onClose();
    },
  });
  const part = {
    flag,
    draft: form.draft,
    problems: form.problems,
    onChange: form.change,
  };
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    top.current?.querySelector<HTMLElement>('input')?.focus();
  }, []);
  const title = edited ? `Edit ${edited.rule.name}` : 'New rule';
  return (
    <GroupCard ref={top} label={title}>
      <CardHeader>
        <Text as="h2" variant="title-x-small" weight="bold">
          {title}
        </Text>
      </CardHeader>
      <CardBody>
        <Flex direction="column" gap="5">
          {form.hasConflict && (
            <FlagConflict
              flagId={flag.id}
              etag={form.draft.etag}
              onKeepMine={({ etag }) => form.saveOnto(etag)}
              onTakeTheirs={() => {
                form.forget();
                onChanged();
                onClose();
              }}
            />
          )}
          <ProblemList
            title="The rule cannot be saved yet"
            problems={form.problems}
            attempt={form.attempt}
          />
          {edited && isLaidOutElsewhere(edited.rule) && <LayoutWarning />}
          <NameField {...part} />
          <AudienceFields {...part} segments={props.segments} />
          <GivenFields {...part} />
          <PlaceFields {...part} ruleId={edited?.rule.id} />
          <Actions {...props} form={form} />
        </Flex>
      </CardBody>
    </GroupCard>
  );
};
