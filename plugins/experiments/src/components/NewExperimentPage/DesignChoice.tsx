import { Radio, RadioGroup } from '@backstage/ui';
import { formatCount } from '@etude/ui';
import { DESIGN_KINDS, DESIGNS, formatDays } from '../PlanCost';
import type { DesignKind, DesignPrice, PlanSizeFigures } from '../PlanCost';
import type { PlanForm } from './plan-form';
import { PlanField } from './PlanField';
import type { StepProps } from './step-props';
import styles from './DesignChoice.module.css';

type CardPrice = {
  readonly most: string;
  /** What is expected, where it is less. */
  readonly average?: string;
  readonly looks: number | null;
};

const offerOf = (
  kind: DesignKind,
  size: PlanSizeFigures,
  form: PlanForm,
): DesignPrice | undefined => {
  const offers = size.prices.filter(({ design }) => design === kind);
  return offers.find(({ looks }) => looks === form.plannedLooks) ?? offers[0];
};

const cardPrice = (
  kind: DesignKind,
  size: PlanSizeFigures | null | undefined,
  form: PlanForm,
): CardPrice | undefined => {
  if (!size) return undefined;
  if (kind === 'fixed-width') {
    return size.requiredUnits > 0 && form.designKind === kind
      ? {
          most: `${formatCount(size.requiredUnits)} units, ${formatDays(size.days)}`,
          looks: null,
        }
      : undefined;
  }
  const offer = offerOf(kind, size, form);
  if (!offer) return undefined;
  const { maximumUnits, expectedUnitsUnderEffect: average, looks } = offer;
  const amount = `${formatCount(maximumUnits)} units, ${formatDays(offer.days)}`;
  if (average >= maximumUnits) return { most: amount, looks };
  return {
    most: `At most ${amount}`,
    average: `${looks === null ? '' : `${formatCount(looks)} looks: `}${formatCount(average)} on average if the effects are there`,
    looks,
  };
};

const DesignCard = (props: {
  readonly kind: DesignKind;
  readonly price: CardPrice | undefined;
}) => {
  const { kind, price } = props;
  const { label, explanation } = DESIGNS[kind];
  const [explanationId, priceId] = [`design-${kind}`, `design-price-${kind}`];
  return (
    <Radio
      value={kind}
      aria-label={label}
      aria-describedby={`${explanationId} ${priceId}`}
      className={styles.card}
    >
      <span className={styles.words}>
        <span className={styles.label}>{label}</span>
        <span id={explanationId} className={styles.explanation}>
          {explanation}
        </span>
      </span>
      <span id={priceId} className={styles.price}>
        <span>{price?.most ?? ''}</span>
        {price?.average && (
          <span className={styles.explanation}>{price.average}</span>
        )}
        {!price && kind === 'fixed-width' && (
          <span className={styles.explanation}>Priced once chosen</span>
        )}
      </span>
    </Radio>
  );
};

const USUAL_LOOKS = 4;

/** The parameters a design starts with when it is chosen. */
const chosen = (
  kind: DesignKind,
  form: PlanForm,
  looks: number | null | undefined,
): Partial<PlanForm> => {
  switch (kind) {
    case 'group-sequential':
      return {
        designKind: kind,
        plannedLooks: form.plannedLooks ?? looks ?? USUAL_LOOKS,
      };
    case 'fixed-width':
      return {
        designKind: kind,
        // As wide as the effect worth finding, until somebody says otherwise.
        widthPercent:
          form.widthPercent ??
          form.metrics.find(({ role }) => role === 'success')?.percent ??
          null,
      };
    default:
      return { designKind: kind };
  }
};

/** The designs as cards, each with what it is and what it costs. */
export const DesignChoice = ({ form, change, size }: StepProps) => {
  const figures = size.answer?.size;
  return (
    <PlanField path="design">
      <RadioGroup
        label="When is it judged?"
        className={size.isUpdating ? styles.updating : undefined}
        value={form.designKind}
        onChange={value => {
          const kind = DESIGN_KINDS.find(one => one === value);
          if (kind === undefined) return;
          change(chosen(kind, form, cardPrice(kind, figures, form)?.looks));
        }}
      >
        {DESIGN_KINDS.map(kind => (
          <DesignCard
            key={kind}
            kind={kind}
            price={cardPrice(kind, figures, form)}
          />
        ))}
      </RadioGroup>
    </PlanField>
  );
};
