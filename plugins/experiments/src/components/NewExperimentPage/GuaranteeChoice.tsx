import { Radio, RadioGroup, Text } from '@backstage/ui';
import { ruleSentence } from '../PlanCost';
import { PlanField } from './PlanField';
import type { StepProps } from './step-props';
import styles from './DesignChoice.module.css';

const GUARANTEES = [
  {
    id: 'default',
    label: 'Default',
    explanation:
      'Shipping by mistake stays within the false-positive rate. False alarms of what can veto may cost a little power.',
  },
  {
    id: 'strict',
    label: 'Strict',
    explanation:
      'The power holds as well: false alarms of what can veto are paid for with more units.',
  },
] as const;

/** How much the rates of the decision promise; a rule of its own is shown. */
export const GuaranteeChoice = ({ form, change, nameOf }: StepProps) => {
  const { decisionRule: rule } = form;
  if (rule?.kind === 'tree') {
    return (
      <PlanField path="decisionRule.root">
        <Text as="p" weight="bold">
          Decision rule
        </Text>
        <Text as="p">{ruleSentence(rule, nameOf)}</Text>
        <Text as="p" variant="body-small" color="secondary">
          This plan has a rule of its own. It is kept as it is; change it
          through the API.
        </Text>
      </PlanField>
    );
  }
  return (
    <PlanField path="decisionRule.guarantee">
      <RadioGroup
        label="Guarantee of the decision"
        value={rule?.guarantee ?? 'default'}
        onChange={value =>
          change({
            decisionRule: {
              kind: 'standard',
              guarantee: value === 'strict' ? 'strict' : 'default',
            },
          })
        }
      >
        {GUARANTEES.map(({ id, label, explanation }) => (
          <Radio
            key={id}
            value={id}
            aria-label={label}
            aria-describedby={`guarantee-${id}`}
          >
            <span className={styles.words}>
              <span>{label}</span>
              <span id={`guarantee-${id}`} className={styles.explanation}>
                {explanation}
              </span>
            </span>
          </Radio>
        ))}
      </RadioGroup>
    </PlanField>
  );
};
