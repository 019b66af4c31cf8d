import { Checkbox, NumberField, Radio, RadioGroup, Text } from '@backstage/ui';
import { FormField } from '@etude/ui';
import type { CapDraft } from '../../model/metric-draft';
import { canBeCapped } from '../../model/metric-kind';
import { enteredNumber, shownNumber } from './form-part';
import type { FormPartProps } from './form-part';
import styles from './MetricForm.module.css';

const KINDS: readonly {
  readonly id: CapDraft['kind'];
  readonly label: string;
}[] = [
  { id: 'none', label: 'Values count as they are' },
  { id: 'percentile', label: 'Capped at a percentile of all variants pooled' },
  { id: 'absolute', label: 'Kept within fixed bounds' },
];

type CapProps = {
  readonly cap: CapDraft;
  readonly onChange: (part: Partial<CapDraft>) => void;
};

const PERCENT: Intl.NumberFormatOptions = { maximumFractionDigits: 4 };

const PercentileCap = ({ cap, onChange }: CapProps) => (
  <>
    <div className={styles.pair}>
      <NumberField
        label="Cap at percentile"
        isRequired
        minValue={0}
        maxValue={100}
        formatOptions={PERCENT}
        value={shownNumber(cap.percent)}
        onChange={percent => onChange({ percent: enteredNumber(percent) })}
      />
    </div>
    <Checkbox
      isSelected={cap.ignoreZeros}
      onChange={ignoreZeros => onChange({ ignoreZeros })}
    >
      Take the percentile of values other than 0 only
    </Checkbox>
  </>
);

const AbsoluteCap = ({ cap, onChange }: CapProps) => (
  <div className={styles.pair}>
    <NumberField
      label="Lowest value"
      description="Empty for none."
      value={shownNumber(cap.lower)}
      onChange={lower => onChange({ lower: enteredNumber(lower) })}
    />
    <NumberField
      label="Highest value"
      description="Empty for none."
      value={shownNumber(cap.upper)}
      onChange={upper => onChange({ upper: enteredNumber(upper) })}
    />
  </div>
);

/** Bounds on the value of a unit, so that a few units do not decide. */
export const OutlierFields = ({ draft, change, problems }: FormPartProps) => {
  const { type, cap } = draft;
  if (!canBeCapped(type)) return null;
  const changeCap = (part: Partial<CapDraft>) =>
    change({ cap: { ...cap, ...part } });
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Outliers
      </Text>
      <FormField path="cap" problems={problems}>
        <RadioGroup
          label={
            type === 'ratio' ? 'Large values above the line' : 'Large values'
          }
          description="A few units far out can hide an effect on all others. The preview says how much they hold; results without the cap are shown beside."
          value={cap.kind}
          onChange={value => {
            const kind = KINDS.find(({ id }) => id === value)?.id;
            if (kind) changeCap({ kind });
          }}
        >
          {KINDS.map(({ id, label }) => (
            <Radio key={id} value={id}>
              {label}
            </Radio>
          ))}
        </RadioGroup>
      </FormField>
      {cap.kind === 'percentile' && (
        <PercentileCap cap={cap} onChange={changeCap} />
      )}
      {cap.kind === 'absolute' && (
        <AbsoluteCap cap={cap} onChange={changeCap} />
      )}
    </fieldset>
  );
};
