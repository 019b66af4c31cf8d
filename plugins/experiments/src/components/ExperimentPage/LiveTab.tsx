import { Flex, Text } from '@backstage/ui';
import type {
  ExperimentDetail,
  ExperimentResults,
} from '@etude/plugin-experiments-common';
import { formatCount, formatPercent, LineChart, Timestamp } from '@etude/ui';
import type { Analysis, Experiment } from '../../experiment-types';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import { ProgressBar } from '../ProgressBar';
import { HealthChecks } from './HealthChecks';
import { Section } from '../Section';
import { SnapshotView } from './SnapshotView';
import { projectedEnd, trafficByVariant, trafficSeries } from './traffic';
import type { Traffic, VariantTraffic } from './traffic';

export type LiveTabProps = {
  readonly detail: ExperimentDetail;
  readonly results: ExperimentResults;
};

const COLUMNS: readonly TableColumn<VariantTraffic>[] = [
  { id: 'variant', label: 'Variant', cell: row => row.variant },
  {
    id: 'units',
    label: 'Units',
    isNumber: true,
    cell: row => formatCount(row.units),
  },
  {
    id: 'expected',
    label: 'Expected units',
    isNumber: true,
    cell: row =>
      row.expectedUnits === null
        ? 'not in the plan'
        : formatCount(Math.round(row.expectedUnits)),
  },
  {
    id: 'share',
    label: 'Share',
    isNumber: true,
    cell: row => (row.share === null ? '–' : formatPercent(row.share)),
  },
  {
    id: 'expected-share',
    label: 'Expected share',
    isNumber: true,
    cell: row =>
      row.expectedShare === null ? '–' : formatPercent(row.expectedShare),
  },
];

const dayOf = (at: number): string =>
  new Date(at).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });

const ProgressSection = (props: {
  readonly experiment: Experiment;
  readonly progress: Analysis['progress'];
  readonly traffic: Traffic;
}) => {
  const { experiment, progress, traffic } = props;
  const end =
    experiment.state === 'live' ? projectedEnd(traffic, progress) : undefined;
  return (
    <Section title="Progress">
      <ProgressBar {...progress} />
      {experiment.plannedEndAt && experiment.state === 'live' && (
        <Text as="p">
          Planned end: <Timestamp at={experiment.plannedEndAt} />.
        </Text>
      )}
      {end && (
        <Text as="p">
          At the pace of the last days the needed units are there{' '}
          <Timestamp at={end} />.
        </Text>
      )}
    </Section>
  );
};

/** Who is exposed to what, how far it is, and whether it is valid. */
export const LiveTab = ({ detail, results }: LiveTabProps) => {
  const { experiment } = detail;
  return (
    <SnapshotView experiment={experiment} results={results}>
      {({ analysis, traffic }) => {
        const series = trafficSeries(traffic, experiment.plan.variants);
        return (
          <Flex direction="column">
            <ProgressSection
              experiment={experiment}
              progress={analysis.progress}
              traffic={traffic}
            />
            <Section title="Traffic">
              {series.length > 0 ? (
                <LineChart
                  title="Exposed units by day, against those expected"
                  series={series}
                  formatX={dayOf}
                />
              ) : (
                <Text as="p" color="secondary">
                  {traffic.length === 0
                    ? 'No unit has been exposed yet.'
                    : 'The exposures have no dates, so there is no course over time.'}
                </Text>
              )}
              <GroupedTable
                label="Traffic per variant"
                columns={COLUMNS}
                groups={[
                  {
                    key: 'all',
                    rows: trafficByVariant(traffic, experiment.plan.variants),
                  },
                ]}
                rowKey={row => row.variant}
              />
            </Section>
            <Section title="Health checks">
              <HealthChecks checks={analysis.health} />
            </Section>
          </Flex>
        );
      }}
    </SnapshotView>
  );
};
