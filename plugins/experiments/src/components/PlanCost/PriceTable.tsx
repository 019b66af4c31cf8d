import { formatCount, formatPercent, RangeBar, StatusBadge } from '@etude/ui';
import type { ExperimentDesign } from './design-words';
import { formatDayRange, formatDays, isPriceOf } from './plan-size-figures';
import type { DesignPrice } from './plan-size-figures';
import styles from './PlanCost.module.css';

const Amount = (props: {
  readonly units: number;
  /** Left out when not known: the table says so once. */
  readonly days: string | undefined;
}) => (
  <>
    <span className={styles.units}>{formatCount(props.units)}</span>
    {props.days && <span className={styles.days}>{props.days}</span>}
  </>
);

const unlessUnknown = (days: number | null, words: string) =>
  days === null ? undefined : words;

const barLabel = (price: DesignPrice): string =>
  `${price.label}: at most ${formatCount(price.maximumUnits)} units; on average ${formatCount(price.expectedUnitsUnderNull)} if nothing moved and ${formatCount(price.expectedUnitsUnderEffect)} if the effects are there`;

const surcharge = ({ inflation }: DesignPrice): string =>
  inflation > 1 ? `+${formatPercent(inflation - 1)}` : 'none';

const PriceRows = (props: {
  readonly price: DesignPrice;
  readonly domainEnd: number;
  readonly isOwn: boolean;
}) => {
  const { price, domainEnd, isOwn } = props;
  return (
    <tbody className={isOwn ? styles.own : undefined}>
      <tr>
        <th scope="row">
          {price.label}
          {isOwn && (
            <div>
              <StatusBadge tone="active">This plan</StatusBadge>
            </div>
          )}
        </th>
        <td className={styles.bar}>
          <RangeBar
            value={price.expectedUnitsUnderEffect}
            maximum={price.maximumUnits}
            mark={price.expectedUnitsUnderNull}
            domainEnd={domainEnd}
            label={barLabel(price)}
          />
        </td>
        <td>
          <Amount
            units={price.maximumUnits}
            days={unlessUnknown(
              price.days,
              formatDayRange(price.days, price.daysLow, price.daysHigh),
            )}
          />
        </td>
        <td>
          <Amount
            units={price.expectedUnitsUnderEffect}
            days={unlessUnknown(
              price.expectedDaysUnderEffect,
              formatDays(price.expectedDaysUnderEffect),
            )}
          />
        </td>
        <td>{formatCount(price.expectedUnitsUnderNull)}</td>
        <td>{surcharge(price)}</td>
      </tr>
      <tr className={styles.sentence}>
        <td colSpan={6}>{price.sentence}</td>
      </tr>
    </tbody>
  );
};

export type PriceTableProps = {
  readonly prices: readonly DesignPrice[];
  readonly design: ExperimentDesign;
};

/** The designs side by side: units and days for the same power. */
export const PriceTable = ({ prices, design }: PriceTableProps) => {
  const domainEnd = Math.max(...prices.map(({ maximumUnits }) => maximumUnits));
  return (
    <div
      className={styles.scroll}
      role="region"
      aria-label="Price of each design, scrollable"
      // Whoever uses the keyboard has to reach what is out of sight.
      tabIndex={0}
    >
      <table className={styles.table} aria-label="Price of each design">
        <thead>
          <tr>
            <th scope="col">Design</th>
            <th scope="col">
              <span className={styles.hidden}>Units as a bar</span>
            </th>
            <th scope="col">Units at most</th>
            <th scope="col">On average, if the effects are there</th>
            <th scope="col">On average, if nothing moved</th>
            <th scope="col">More than one look</th>
          </tr>
        </thead>
        {prices.map(price => (
          <PriceRows
            key={price.label}
            price={price}
            domainEnd={domainEnd}
            isOwn={isPriceOf(price, design)}
          />
        ))}
      </table>
      <p className={styles.legend} aria-hidden="true">
        Filled: on average, if the effects are there. Line: on average, if
        nothing moved. Outline: at most.
      </p>
    </div>
  );
};
