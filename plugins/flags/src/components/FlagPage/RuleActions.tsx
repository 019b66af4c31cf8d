import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import type { FlagChangeInput, UpdateFlag } from '@etude/plugin-flags-common';
import { useCommand } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { updateChange, updateOf } from '../../hooks/use-flag';
import { isEtagConflict } from '../../model/etag-conflict';
import { ruleGainWords, ruleLossWords } from '../../model/rule-change-words';
import { isLaidOutElsewhere, ruleDraftOf } from '../../model/rule-draft';
import { ruleOfDraft, ruleUpdateChange } from '../../model/rule-of-draft';
import type { Rule, Segment } from '../../model/wire-types';
import { FlagChangeDialog } from '../ChangeRequests';
import type { FlagTabProps } from './flag-tab';
import styles from './RuleCard.module.css';

export type RuleActionsProps = FlagTabProps & {
  readonly rule: Rule;
  /** Undefined while it is not known, so that the rule cannot be edited. */
  readonly segment: Segment | undefined;
  readonly onEdit: () => void;
  /** Called once a change was asked for instead of made. */
  readonly onAsked: () => void;
};

type Asked = 'delete' | 'toggle';

type Change = {
  readonly title: string;
  readonly verb: string;
  readonly words: readonly string[];
  readonly isDestructive: boolean;
  /** The rules of the flag as they would be. */
  readonly rules: Rule[];
};

const changeOf = (
  { flag, rule, segment }: RuleActionsProps,
  asked: Asked,
): Change => {
  const lost = ruleLossWords(flag, rule, segment);
  if (asked === 'delete') {
    return {
      title: `Delete the rule ${rule.name}?`,
      verb: 'Delete rule',
      words: lost,
      isDestructive: true,
      rules: flag.rules.filter(({ id }) => id !== rule.id),
    };
  }
  const enabled = !rule.enabled;
  return {
    title: `Switch the rule ${rule.name} ${enabled ? 'on' : 'off'}?`,
    verb: enabled ? 'Switch on' : 'Switch off',
    words: enabled ? ruleGainWords(flag, rule, segment) : lost,
    isDestructive: !enabled,
    rules: flag.rules.map(other =>
      other.id === rule.id ? { ...other, enabled } : other,
    ),
  };
};

// Asked for as a change of the rule, which says what it is about; where that
// would divide the units anew, as one of the flag with its buckets as they are.
const toggleChange = (
  { flag, rule, segment }: RuleActionsProps,
  update: UpdateFlag,
): FlagChangeInput => {
  const draft = segment && ruleDraftOf(flag, rule, segment);
  const toggled =
    draft && !isLaidOutElsewhere(rule)
      ? ruleOfDraft({ ...draft, isEnabled: !rule.enabled })
      : undefined;
  return toggled?.ok
    ? ruleUpdateChange(rule.id, toggled.rule)
    : updateChange(update);
};

const ChangeDialog = (
  props: RuleActionsProps & {
    readonly asked: Asked;
    readonly onClose: () => void;
  },
) => {
  const { flag, rule, asked, onChanged } = props;
  const api = useApi(flagsApiRef);
  const change = changeOf(props, asked);
  const update = updateOf(flag, { rules: change.rules });
  const command = useCommand<[]>(async () => {
    try {
      if (asked === 'delete')
        await api.rules.delete(flag.id, rule.id, flag.etag);
      else await api.updateFlag(flag.id, update);
    } catch (error) {
      // Shows what the other person did; the next try rests on it.
      if (error instanceof Error && isEtagConflict(error)) onChanged();
      throw error;
    }
    onChanged();
  });
  return (
    <FlagChangeDialog
      flag={flag}
      change={
        asked === 'delete'
          ? { kind: 'rule-delete', ruleId: rule.id }
          : toggleChange(props, update)
      }
      onAsked={() => {
        props.onClose();
        props.onAsked();
      }}
      title={change.title}
      confirmLabel={change.verb}
      isDestructive={change.isDestructive}
      command={command}
      onClose={props.onClose}
    >
      {change.words.map(sentence => (
        <Text key={sentence}>{sentence}</Text>
      ))}
    </FlagChangeDialog>
  );
};

/** True for rules of people, and for rollouts that reach nobody any more. */
export const hasRuleActions = ({ enabled, owner }: Rule): boolean =>
  owner.kind === 'person' || (owner.kind === 'rollout' && !enabled);

const EditActions = (
  props: RuleActionsProps & { readonly onToggle: () => void },
) => {
  const { rule } = props;
  return (
    <>
      <Button
        size="small"
        variant="secondary"
        isDisabled={props.segment === undefined}
        aria-label={`Edit the rule ${rule.name}`}
        onPress={props.onEdit}
      >
        Edit
      </Button>
      <Button
        size="small"
        variant="secondary"
        aria-label={`Switch the rule ${rule.name} ${rule.enabled ? 'off' : 'on'}`}
        onPress={props.onToggle}
      >
        {rule.enabled ? 'Switch off' : 'Switch on'}
      </Button>
    </>
  );
};

/** What a person can do with a rule that `hasRuleActions`. */
export const RuleActions = (props: RuleActionsProps) => {
  const { rule } = props;
  const [asked, setAsked] = useState<Asked>();
  return (
    <div className={styles.actions}>
      {rule.owner.kind === 'person' && (
        <EditActions {...props} onToggle={() => setAsked('toggle')} />
      )}
      <Button
        size="small"
        variant="tertiary"
        destructive
        aria-label={`Delete the rule ${rule.name}`}
        onPress={() => setAsked('delete')}
      >
        Delete
      </Button>
      {asked && (
        <ChangeDialog
          {...props}
          asked={asked}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  );
};
