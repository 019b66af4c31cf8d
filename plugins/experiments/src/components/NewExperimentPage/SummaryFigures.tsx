import { Text } from '@backstage/ui';
import { formatCount, formatNumber, formatPercent } from '@etude/ui';
import { formatDayRange, formatDays } from '../PlanCost';
import type { PlanSizeFigures } from '../PlanCost';
import type { PlanForm } from './plan-form';
import styles from './NewExperimentPage.module.css';

export type SummaryFiguresProps = {
  readonly form: PlanForm;
  readonly size: PlanSizeFigures;
  readonly nameOf: (metricId: string) => string;
};

const Runtime = ({ form, size }: SummaryFiguresProps) => {
  const { runtime } = size;
  if (form.source === 'table') return null;
  if (!runtime) {
    return (
      <Text as="p">
        How many days that takes is not known: say how many units come per day.
      </Text>
    );
  }
  return (
    <>
      <Text as="p" weight="bold">
        {formatDayRange(runtime.days, runtime.low, runtime.high)}
      </Text>
      <Text as="p">{runtime.sentence}</Text>
    </>
  );
};

const plannedSentence = (
  { days }: PlanSizeFigures,
  planned: number | null,
): string => {
  if (days === null || planned === null) return '';
  return days > planned
    ? `The plan has ${formatDays(planned)}: run longer, or look for a larger effect.`
    : `The plan has ${formatDays(planned)}, which is enough.`;
};

const Planned = ({ form, size }: SummaryFiguresProps) =>
  form.source === 'table' || size.days === null ? null : (
    <Text as="p">
      {plannedSentence(size, form.plannedDays)} {size.plannedPeriod?.sentence}
    </Text>
  );

const MetricRows = ({ size, nameOf }: SummaryFiguresProps) => (
  <table className={styles.figures} aria-label="Units per metric">
    <tbody>
      {size.perMetric.map(({ metricId, units, days, alpha, power }) => (
        <tr key={metricId}>
          <th scope="row">
            {nameOf(metricId)}
            <span className={styles.level}>
              level {formatNumber(alpha)}, power {formatPercent(power)}
            </span>
          </th>
          <td>
            {formatCount(units)}
            {days !== null && (
              <span className={styles.level}>{formatDays(days)}</span>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** Units and days of the decision, then those of each metric. */
export const SummaryFigures = (props: SummaryFiguresProps) => (
  <>
    <div>
      <Text as="p" variant="title-small" weight="bold">
        {formatCount(props.size.requiredUnits)} units
      </Text>
      <Text as="p" color="secondary">
        for the decision, over all variants
      </Text>
    </div>
    <Runtime {...props} />
    <Planned {...props} />
    <MetricRows {...props} />
    <Text as="p" variant="body-small" color="secondary">
      Each metric is tested at a level and power of its own, so that the
      decision keeps its rates.
    </Text>
  </>
);
