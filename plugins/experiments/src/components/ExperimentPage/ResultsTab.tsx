import { Flex, Text } from '@backstage/ui';
import type { ExperimentResults } from '@etude/plugin-experiments-common';
import { StateMessage, Timestamp } from '@etude/ui';
import type { Analysis, Experiment } from '../../experiment-types';
import { Section } from '../Section';
import { AdjustmentTable } from './AdjustmentTable';
import { BayesianTable } from './BayesianTable';
import { Explore } from './Explore';
import { MetricTable } from './MetricTable';
import { PrecisionTable } from './PrecisionTable';
import { Recommendations } from './Recommendations';
import styles from './ResultsTab.module.css';
import { RunButton } from './RunButton';
import { SequenceTable } from './SequenceTable';
import { SnapshotView } from './SnapshotView';

export type ResultsTabProps = {
  readonly experiment: Experiment;
  readonly results: ExperimentResults;
};

type ShownProps = {
  readonly analysis: Analysis;
  readonly controlVariant: string;
};

const ClosedPanel = (props: {
  readonly visibility: Analysis['visibility'];
}) => (
  <div className={styles.closed}>
    <StateMessage
      title="Effects are closed"
      reason={props.visibility.sentence}
      action={
        props.visibility.opensAt && (
          <Text as="p">
            They open <Timestamp at={props.visibility.opensAt} />.
          </Text>
        )
      }
    />
  </div>
);

/** Effects, and how they came about; only where the design lets them be seen. */
const OpenEffects = ({ analysis, controlVariant }: ShownProps) => {
  const shown = { metrics: analysis.metrics, controlVariant };
  const has = (part: 'sequence' | 'adjustment' | 'bayesian'): boolean =>
    analysis.metrics.some(metric => metric[part] !== undefined);
  return (
    <>
      <Section title="Metrics">
        <MetricTable {...shown} design={analysis.design} />
        {has('bayesian') && <BayesianTable {...shown} />}
      </Section>
      {has('sequence') && (
        <Section title="Sequential test">
          <SequenceTable {...shown} />
        </Section>
      )}
      {has('adjustment') && (
        <Section title="Variance reduction">
          <AdjustmentTable {...shown} />
        </Section>
      )}
    </>
  );
};

const Shown = ({ analysis, controlVariant }: ShownProps) => {
  const { metrics, breakdowns, visibility } = analysis;
  const isOpen = visibility.effects === 'open';
  return (
    <>
      <Section title="Recommendation">
        <Recommendations recommendations={analysis.recommendations} />
      </Section>
      {isOpen ? (
        <OpenEffects analysis={analysis} controlVariant={controlVariant} />
      ) : (
        <Section title="Metrics">
          <ClosedPanel visibility={visibility} />
        </Section>
      )}
      {metrics.length > 0 && (
        <Section title="Precision">
          <PrecisionTable metrics={metrics} controlVariant={controlVariant} />
        </Section>
      )}
      {isOpen && breakdowns.length > 0 && (
        <Section title="Explore">
          <Explore analysis={analysis} controlVariant={controlVariant} />
        </Section>
      )}
    </>
  );
};

/** What is recommended and why, then the metrics it rests on. */
export const ResultsTab = ({ experiment, results }: ResultsTabProps) => (
  <SnapshotView experiment={experiment} results={results}>
    {({ analysis, runId }) => (
      <Flex direction="column">
        <Shown
          analysis={analysis}
          controlVariant={experiment.plan.controlVariant}
        />
        <RunButton runId={runId} label="SQL of this result" />
      </Flex>
    )}
  </SnapshotView>
);
