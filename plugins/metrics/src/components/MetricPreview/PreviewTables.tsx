import { Text } from '@backstage/ui';
import type { MetricPreview } from '@etude/plugin-metrics-common';
import { formatCount, formatPercent } from '@etude/ui';
import styles from './MetricPreview.module.css';

/** What would be detected with the traffic there is. */
export const Detectable = ({ detectable }: MetricPreview) => {
  if (detectable.status === 'problem') {
    return (
      <Text as="p" variant="body-small">
        {`Detectable effect: ${detectable.problem.message}`}
      </Text>
    );
  }
  const { periods, alpha, power } = detectable.value;
  return (
    <div>
      <table className={styles.table} aria-label="Detectable effect">
        <thead>
          <tr>
            <th scope="col">Days of new units</th>
            <th scope="col">Units</th>
            <th scope="col">Detectable effect</th>
          </tr>
        </thead>
        <tbody>
          {periods.map(({ days, units, relative }) => (
            <tr key={days}>
              <th scope="row">{days}</th>
              <td>{formatCount(units)}</td>
              <td>{`± ${formatPercent(relative)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Text as="p" variant="body-small" color="secondary">
        {`Two variants of equal size, all of this traffic, one look, ${formatPercent(power)} power at α = ${alpha} one-sided. The window of the metric comes on top.`}
      </Text>
    </div>
  );
};

/** How many units took each step of a funnel. */
export const FunnelSteps = ({ steps, population }: MetricPreview) =>
  steps.length === 0 ? null : (
    <table className={styles.table} aria-label="Steps">
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Units</th>
          <th scope="col">Of all</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ name, units }, index) => (
          <tr key={`${index} ${name}`}>
            <th scope="row">{name}</th>
            <td>{formatCount(units)}</td>
            <td>
              {population.units === 0
                ? '–'
                : formatPercent(units / population.units)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
