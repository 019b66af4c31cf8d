import { Button, Flex, Text } from '@backstage/ui';
import type { ExperimentResults } from '@etude/plugin-experiments-common';
import { StateMessage, Timestamp } from '@etude/ui';
import { useState } from 'react';
import type { Analysis, Experiment } from '../../experiment-types';
import { MetricTable } from './MetricTable';
import { Recommendations } from './Recommendations';
import { RunDialog } from './RunDialog';
import { Section } from '../Section';
import { SnapshotView } from './SnapshotView';

export type ResultsTabProps = {
  readonly experiment: Experiment;
  readonly results: ExperimentResults;
};

const ClosedPanel = (props: {
  readonly visibility: Analysis['visibility'];
}) => (
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
);

const RunLink = ({ runId }: { readonly runId: string }) => {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Flex>
      <Button variant="tertiary" onPress={() => setIsOpen(true)}>
        SQL of this result
      </Button>
      {isOpen && <RunDialog runId={runId} onClose={() => setIsOpen(false)} />}
    </Flex>
  );
};

/** What is recommended and why, then the metrics it rests on. */
export const ResultsTab = ({ experiment, results }: ResultsTabProps) => (
  <SnapshotView experiment={experiment} results={results}>
    {({ analysis, runId }) => (
      <Flex direction="column">
        <Section title="Recommendation">
          <Recommendations recommendations={analysis.recommendations} />
        </Section>
        <Section title="Metrics">
          {analysis.visibility.effects === 'closed' ? (
            <ClosedPanel visibility={analysis.visibility} />
          ) : (
            <MetricTable
              metrics={analysis.metrics}
              controlVariant={experiment.plan.controlVariant}
            />
          )}
        </Section>
        <RunLink runId={runId} />
      </Flex>
    )}
  </SnapshotView>
);
