import { formatCount, formatNumber, formatPercent, RangeBar } from '@etude/ui';
import type { ExperimentDesign } from './design-words';
import { formatDays } from './plan-size-figures';
import type { PlanSizeFigures } from './plan-size-figures';
import styles from './PlanCost.module.css';

type Point = PlanSizeFigures['sensitivity'][number];

export type SensitivityTableProps = {
  readonly points: readonly Point[];
  readonly design: ExperimentDesign;
  readonly nameOf: (metricId: string) => string;
};

const targetsOf = (
  { mdeRelative }: Point,
  nameOf: SensitivityTableProps['nameOf'],
): string => {
  const targets = Object.entries(mdeRelative);
  const [only] = targets;
  if (targets.length === 1 && only) return formatPercent(only[1]);
  return targets
    .map(([metricId, target]) => `${nameOf(metricId)} ${formatPercent(target)}`)
    .join(', ');
};

const SensitivityRow = (
  props: Pick<SensitivityTableProps, 'nameOf'> & {
    readonly point: Point;
    readonly domainEnd: number;
  },
) => {
  const { point, domainEnd } = props;
  const { multiplier, units, days } = point;
  return (
    <tr className={multiplier === 1 ? styles.own : undefined}>
      <th scope="row">
        {multiplier === 1
          ? 'As planned'
          : `${formatNumber(multiplier)} × as large`}
      </th>
      <td className={styles.words}>{targetsOf(point, props.nameOf)}</td>
      {units === null ? (
        <td colSpan={3} className={styles.words}>
          Cannot be reached: a rate would leave 0–100 %, or so many units never
          come.
        </td>
      ) : (
        <>
          <td className={styles.bar}>
            <RangeBar
              value={units}
              domainEnd={domainEnd}
              label={`${formatCount(units)} units`}
            />
          </td>
          <td>{formatCount(units)}</td>
          <td>{formatDays(days)}</td>
        </>
      )}
    </tr>
  );
};

/** Units and days if the effects to find were smaller or larger. */
export const SensitivityTable = (props: SensitivityTableProps) => {
  const { points, design, nameOf } = props;
  const domainEnd = Math.max(...points.map(({ units }) => units ?? 0));
  return (
    <div
      className={styles.scroll}
      role="region"
      aria-label="Sensitivity, scrollable"
      tabIndex={0}
    >
      <table className={styles.table} aria-label="Sensitivity">
        <thead>
          <tr>
            <th scope="col">
              {design.kind === 'fixed-width' ? 'Width' : 'Effects and margins'}
            </th>
            <th scope="col" className={styles.words}>
              That is
            </th>
            <th scope="col">
              <span className={styles.hidden}>Units as a bar</span>
            </th>
            <th scope="col">Units</th>
            <th scope="col">Days</th>
          </tr>
        </thead>
        <tbody>
          {points.map(point => (
            <SensitivityRow
              key={point.multiplier}
              point={point}
              domainEnd={domainEnd}
              nameOf={nameOf}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
};
