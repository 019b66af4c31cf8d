import { Radio, RadioGroup, Text } from '@backstage/ui';
import { FormField } from '@etude/ui';
import type { MetricDraft, WindowKind } from '../../model/metric-draft';
import { DurationFields } from './DurationFields';
import type { FormPartProps } from './form-part';
import styles from './MetricForm.module.css';

type Choice = {
  readonly id: WindowKind;
  readonly label: string;
  readonly explanation: string;
};

const CHOICES: readonly Choice[] = [
  {
    id: 'closed',
    label: 'In a window, once it has passed',
    explanation:
      'Every unit has the same time to act, and enters when that time is over, so that early and late units compare.',
  },
  {
    id: 'semi-open',
    label: 'In a window, as far as it has passed',
    explanation:
      'Units enter at once, with the facts of their window so far: figures come sooner, and those of late units still grow.',
  },
  {
    id: 'cumulative',
    label: 'From a moment on, without an end',
    explanation:
      'All facts count from then until the analysis ends: units who came early have more time to act.',
  },
  {
    id: 'none',
    label: 'At any time after exposure',
    explanation: 'All facts after exposure count, for every unit.',
  },
];

const explanationOf = ({ factTable, draft }: FormPartProps): string =>
  factTable?.timestampColumn === null
    ? 'The rows of this fact table have no time, so they count whenever they happened.'
    : (CHOICES.find(({ id }) => id === draft.window.kind)?.explanation ?? '');

/** When facts count: in a window after exposure, or whenever. */
export const WindowFields = (props: FormPartProps) => {
  const { draft, change, problems, factTable } = props;
  const { window } = draft;
  const isTimeless = factTable?.timestampColumn === null;
  const changeWindow = (part: Partial<MetricDraft['window']>) =>
    change({ window: { ...window, ...part } });
  return (
    <fieldset className={styles.section}>
      <Text as="legend" variant="title-x-small" weight="bold">
        Window
      </Text>
      <FormField path="window" problems={problems}>
        <RadioGroup
          label="Facts count"
          value={window.kind}
          onChange={value => {
            const kind = CHOICES.find(({ id }) => id === value)?.id;
            if (kind) changeWindow({ kind });
          }}
        >
          {CHOICES.map(({ id, label }) => (
            <Radio
              key={id}
              value={id}
              isDisabled={isTimeless && id !== 'none' && id !== window.kind}
            >
              {label}
            </Radio>
          ))}
        </RadioGroup>
      </FormField>
      <Text as="p" variant="body-small" color="secondary">
        {explanationOf(props)}
      </Text>
      {window.kind !== 'none' && (
        <DurationFields
          label="Starts after"
          description="From exposure on; 0 is at once."
          value={window.offset}
          onChange={offset => changeWindow({ offset })}
        />
      )}
      {(window.kind === 'closed' || window.kind === 'semi-open') && (
        <DurationFields
          label="Length"
          value={window.length}
          onChange={length => changeWindow({ length })}
        />
      )}
    </fieldset>
  );
};
