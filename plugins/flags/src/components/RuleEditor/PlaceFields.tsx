import { Flex, Select, Switch, Text, TextField } from '@backstage/ui';
import { FormField } from '@etude/ui';
import { useContextFields } from '../../hooks/use-context-fields';
import { useKnownEnvironments } from '../../hooks/use-known-environments';
import { ContextFieldInput } from '../Targeting';
import { FormSection } from './FormSection';
import type { RuleFormPartProps } from './rule-form-part';
import styles from './RuleEditor.module.css';

export type PlaceFieldsProps = RuleFormPartProps & {
  /** Id of the rule that is edited; undefined for a new one. */
  readonly ruleId: string | undefined;
};

const EnvironmentsField = ({
  flag,
  draft,
  problems,
  onChange,
}: RuleFormPartProps) => {
  const known = new Set([
    ...draft.environments,
    ...useKnownEnvironments(flag.clients),
  ]);
  return (
    <FormField path="environments" problems={problems}>
      <Select
        label="Environments"
        description={
          known.size === 0
            ? 'Every environment: no credential of the clients of this flag names one.'
            : 'None chosen means every environment.'
        }
        placeholder="Every environment"
        selectionMode="multiple"
        isDisabled={known.size === 0}
        options={[...known]
          .toSorted((a, b) => (a < b ? -1 : 1))
          .map(id => ({ id, label: id }))}
        value={[...draft.environments]}
        onChange={keys => onChange({ environments: keys.map(String) })}
      />
    </FormField>
  );
};

const PositionField = (props: PlaceFieldsProps) => {
  const { flag, draft, onChange } = props;
  const others = flag.rules.filter(({ id }) => id !== props.ruleId);
  return (
    <FormField path="position" problems={props.problems}>
      <Select
        label="Position"
        description="Rules are tried from the top."
        options={[
          ...others.map(({ name }, index) => ({
            id: String(index + 1),
            label: `${index + 1}, before ${name}`,
          })),
          {
            id: String(others.length + 1),
            label:
              others.length === 0
                ? '1, the only rule'
                : `${others.length + 1}, last`,
          },
        ]}
        value={String(Math.min(draft.position, others.length + 1))}
        onChange={id => onChange({ position: Number(id) })}
      />
    </FormField>
  );
};

const SelectorField = ({
  flag,
  draft,
  problems,
  onChange,
}: RuleFormPartProps) => {
  const { fields } = useContextFields(flag.clients);
  return (
    <FormField path="targetingKeySelector" problems={problems}>
      <ContextFieldInput
        label="Unit"
        description="Field of the context whose value decides which share a unit is in; empty for the targeting key."
        placeholder="targeting_key"
        fields={fields}
        value={draft.selector}
        onChange={selector => onChange({ selector })}
      />
    </FormField>
  );
};

const StickyFields = ({ draft, problems, onChange }: RuleFormPartProps) => (
  <FormField path="stickiness" problems={problems}>
    <Flex direction="column" gap="2">
      <TextField
        label="Keep units in their variant"
        description="Name of the store that remembers which variant a unit got, whatever changes in the rule; empty to remember nothing."
        value={draft.store}
        onChange={store => onChange({ store })}
      />
      <Switch
        label="Pause intake: let in only units that are in the store"
        isDisabled={draft.store.trim() === ''}
        isSelected={draft.isIntakePaused}
        onChange={isIntakePaused => onChange({ isIntakePaused })}
      />
    </Flex>
  </FormField>
);

/** Where a rule applies, when its turn is, and for which kind of unit. */
export const PlaceFields = (props: PlaceFieldsProps) => (
  <FormSection title="Where and in which order">
    <div className={styles.pair}>
      <EnvironmentsField {...props} />
      <PositionField {...props} />
    </div>
    <details
      className={styles.more}
      open={
        props.draft.selector !== '' || props.draft.store !== '' || undefined
      }
    >
      <summary>
        <Text>Unit and sticky assignments</Text>
      </summary>
      <div className={styles.pair}>
        <SelectorField {...props} />
        <StickyFields {...props} />
      </div>
    </details>
  </FormSection>
);
