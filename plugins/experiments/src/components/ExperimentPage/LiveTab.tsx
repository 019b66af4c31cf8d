import { Flex, Text } from '@backstage/ui';
import type {
  ExperimentDetail,
  ExperimentResults,
} from '@etude/plugin-experiments-common';
import { Timestamp } from '@etude/ui';
import type { Analysis, Experiment } from '../../experiment-types';
import { ExplainedFigure, PROGRESS_FIGURE_ID } from '../Explanation';
import { ExplainedProgress } from './ExplainedProgress';
import { HealthChecks } from './HealthChecks';
import { LooksSection } from './LooksSection';
import { MonitorTable } from './MonitorTable';
import { Section } from '../Section';
import { SnapshotView } from './SnapshotView';
import { TrafficSection } from './TrafficSection';

export type LiveTabProps = {
  readonly detail: ExperimentDetail;
  readonly results: ExperimentResults;
};

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
          <ExplainedFigure
            figureId={PROGRESS_FIGURE_ID}
            of="when the needed units are there"
          >
            <Timestamp at={projectedFinishAt} />
          </ExplainedFigure>
          .
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
    <ExplainedProgress progress={props.progress} />
    <FinishSentence {...props} />
  </Section>
);

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
