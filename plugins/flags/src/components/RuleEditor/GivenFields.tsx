import {
  Button,
  ButtonIcon,
  Flex,
  NumberField,
  Select,
  Text,
} from '@backstage/ui';
import { FormField, formatPercent } from '@etude/ui';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import { givenShares } from '../../model/rule-change-words';
import type { GivenDraft } from '../../model/rule-draft';
import { ReachInput } from '../FlagPage/ReachInput';
import { FormSection } from './FormSection';
import type { RuleFormPartProps } from './rule-form-part';
import styles from './RuleEditor.module.css';

type GivenRowProps = RuleFormPartProps & {
  readonly given: GivenDraft;
  readonly index: number;
  readonly share: number;
};

const VARIANT = 'variant ';
const WEIGHT: Intl.NumberFormatOptions = { maximumFractionDigits: 4 };

const idOf = ({ kind, variant }: GivenDraft): string | null => {
  if (kind !== 'variant') return kind;
  return variant === '' ? null : `${VARIANT}${variant}`;
};

const chosenOf = (id: string): Pick<GivenDraft, 'kind' | 'variant'> =>
  id === 'clientDefault' || id === 'fallthrough'
    ? { kind: id, variant: '' }
    : { kind: 'variant', variant: id.slice(VARIANT.length) };

const GivenRow = (props: GivenRowProps) => {
  const { flag, draft, given, index, onChange } = props;
  const isSplit = draft.gives.length > 1;
  const change = (changes: Partial<GivenDraft>) =>
    onChange({
      gives: draft.gives.map(other =>
        other.key === given.key ? { ...other, ...changes } : other,
      ),
    });
  return (
    <FormField path={`assignments[${index}]`} problems={props.problems}>
      <div
        role="group"
        aria-label={`Share ${index + 1}`}
        className={styles.given}
      >
        <Select
          aria-label={isSplit ? `Share ${index + 1} gets` : 'They get'}
          placeholder="Choose a variant"
          options={[
            ...flag.variants.map(({ id }) => ({
              id: `${VARIANT}${id}`,
              label: `Variant ${id}`,
            })),
            { id: 'clientDefault', label: 'The default in the code' },
            { id: 'fallthrough', label: 'What a later rule gives' },
          ]}
          value={idOf(given)}
          onChange={id => change(chosenOf(String(id)))}
        />
        {isSplit && (
          <>
            <NumberField
              aria-label={`Weight of share ${index + 1}`}
              minValue={0}
              formatOptions={WEIGHT}
              value={given.weight}
              onChange={weight =>
                change({ weight: Number.isNaN(weight) ? 0 : weight })
              }
            />
            <Text className={styles.share ?? ''}>
              {formatPercent(props.share)}
            </Text>
            <ButtonIcon
              variant="tertiary"
              icon={<RiDeleteBinLine size={16} />}
              aria-label={`Remove share ${index + 1}`}
              onPress={() =>
                onChange({
                  gives: draft.gives.filter(({ key }) => key !== given.key),
                })
              }
            />
          </>
        )}
      </div>
    </FormField>
  );
};

const Heads = () => (
  <div className={styles.given} aria-hidden="true">
    {['They get', 'Weight', 'Share'].map(head => (
      <Text
        key={head}
        variant="body-small"
        color="secondary"
        className={head === 'Share' ? (styles.number ?? '') : ''}
      >
        {head}
      </Text>
    ))}
  </div>
);

const withShare = ({ flag, draft }: RuleFormPartProps): GivenDraft[] => {
  const taken = new Set(draft.gives.map(({ variant }) => variant));
  const free = flag.variants.find(({ id }) => !taken.has(id));
  const key = Math.max(0, ...draft.gives.map(given => Number(given.key))) + 1;
  const weight = draft.gives.at(-1)?.weight ?? 1;
  return [
    ...draft.gives,
    { key: String(key), kind: 'variant', variant: free?.id ?? '', weight },
  ];
};

/** What the units of a rule get, and how many of them. */
export const GivenFields = (props: RuleFormPartProps) => {
  const { draft, onChange } = props;
  const shares = givenShares(draft);
  return (
    <FormSection title="What they get">
      <FormField path="assignments">
        <Flex direction="column" gap="2" align="stretch">
          {draft.gives.length > 1 && <Heads />}
          {draft.gives.map((given, index) => (
            <GivenRow
              key={given.key}
              {...props}
              given={given}
              index={index}
              share={shares[index] ?? 0}
            />
          ))}
          <div>
            <Button
              size="small"
              variant="tertiary"
              iconStart={<RiAddLine />}
              onPress={() => onChange({ gives: withShare(props) })}
            >
              Split between several
            </Button>
          </div>
        </Flex>
      </FormField>
      <FormField path="reach" problems={props.problems}>
        <div className={styles.reach}>
          <ReachInput
            percent={draft.reach}
            onChange={reach => onChange({ reach })}
          />
        </div>
        <Text
          as="p"
          variant="body-small"
          color="secondary"
          className={styles.note ?? ''}
        >
          Share of these units that is let in; the others go on to the next
          rule. Raising it moves nobody who is in.
        </Text>
      </FormField>
    </FormSection>
  );
};
