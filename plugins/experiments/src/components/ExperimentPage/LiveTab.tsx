import { Flex, Text } from '@backstage/ui';
import type {
  ExperimentDetail,
  ExperimentResults,
} from '@etude/plugin-experiments-common';
import { formatCount, formatPercent, LineChart, Timestamp } from '@etude/ui';
import type { Analysis, Experiment } from '../../experiment-types';
import {
  ExplainedFigure,
  healthFigureId,
  HowComputed,
  PROGRESS_FIGURE_ID,
} from '../Explanation';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import { ProgressBar } from '../ProgressBar';
import { Section } from '../Section';
import { HealthChecks } from './HealthChecks';
import { LooksSection } from './LooksSection';
import { MonitorTable } from './MonitorTable';
import { SnapshotView } from './SnapshotView';
import { trafficByVariant, trafficSeries } from './traffic';
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

const FinishSentence = (props: {
  readonly experiment: Experiment;
  readonly progress: Analysis['progress'];
}) => {
  const { experiment, progress } = props;
  const { stopReachedAt, projectedFinishAt } = progress;
  if (experiment.state !== 'live') return null;
  return (
    <>
      {stopReachedAt && (
        <Text as="p">
          What the design stops for was reached <Timestamp at={stopReachedAt} />
          : ending is no early stop.
        </Text>
      )}
      {projectedFinishAt && !stopReachedAt && (
        <Text as="p">
          At the pace of the last days the needed units are there{' '}
          <Timestamp at={projectedFinishAt} />.
        </Text>
      )}
      {experiment.plannedEndAt && (
        <Text as="p">
          Planned end: <Timestamp at={experiment.plannedEndAt} />.
        </Text>
      )}
    </>
  );
};

const ProgressSection = (props: {
  readonly experiment: Experiment;
  readonly progress: Analysis['progress'];
}) => (
  <Section title="Progress">
    <ExplainedFigure figureId={PROGRESS_FIGURE_ID} of="progress">
      <ProgressBar {...props.progress} />
    </ExplainedFigure>
    <FinishSentence {...props} />
  </Section>
);

const noCourse = (traffic: Traffic, days: number): string => {
  if (traffic.length === 0) return 'No unit has been exposed yet.';
  return days === 0
    ? 'The exposures have no dates, so there is no course over time.'
    : 'All exposures so far are of one day. The course over time shows from the second one on.';
};

const TrafficSection = (props: {
  readonly experiment: Experiment;
  readonly traffic: Traffic;
}) => {
  const { experiment, traffic } = props;
  const { variants } = experiment.plan;
  const series = trafficSeries(traffic, variants);
  const days = series[0]?.points.length ?? 0;
  return (
    <Section title="Traffic">
      {days > 1 ? (
        <LineChart
          title="Exposed units by day, against those expected"
          series={series}
          formatX={dayOf}
          formatY={formatCount}
          xLabel="Day"
        />
      ) : (
        <Text as="p" color="secondary">
          {noCourse(traffic, days)}
        </Text>
      )}
      <GroupedTable
        label="Traffic per variant"
        columns={COLUMNS}
        groups={[{ key: 'all', rows: trafficByVariant(traffic, variants) }]}
        rowKey={row => row.variant}
      />
      <Flex align="center" gap="1">
        <Text as="p" variant="body-small" color="secondary">
          Whether the split departs from the plan by more than chance is the
          health check sample ratio.
        </Text>
        <HowComputed figureId={healthFigureId('srm')} of="the split" />
      </Flex>
    </Section>
  );
};

/** Who is exposed to what, how far it is, whether it is valid, and safe. */
export const LiveTab = ({ detail, results }: LiveTabProps) => {
  const { experiment } = detail;
  return (
    <SnapshotView experiment={experiment} results={results}>
      {({ analysis, traffic, computedAt }) => (
        <Flex direction="column">
          <ProgressSection
            experiment={experiment}
            progress={analysis.progress}
          />
          <Section title="Health checks">
            <HealthChecks checks={analysis.health} />
          </Section>
          {analysis.monitors.length > 0 && (
            <Section title="Deterioration">
              <MonitorTable
                analysis={analysis}
                controlVariant={experiment.plan.controlVariant}
                isLive={experiment.state === 'live'}
              />
            </Section>
          )}
          <TrafficSection experiment={experiment} traffic={traffic} />
          <Section title="Health and units over looks">
            <LooksSection
              experimentId={experiment.id}
              computedAt={computedAt}
              checks={analysis.health}
            />
          </Section>
        </Flex>
      )}
    </SnapshotView>
  );
};
