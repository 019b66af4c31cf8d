import { Flex, Text } from '@backstage/ui';
import { ProblemList } from '@etude/ui';
import type {
  ExperimentDetail,
  ExperimentResults,
} from '@etude/plugin-experiments-common';
import { ExplainedProgress } from './ExplainedProgress';
import { HealthChecks } from './HealthChecks';
import { planSentences } from './plan-sentences';
import { Recommendations } from './Recommendations';
import { Section } from '../Section';
import { SnapshotView } from './SnapshotView';
import type { MetricNames } from './use-metric-names';
import { VerdictSummary } from './VerdictSummary';

export type OverviewTabProps = {
  readonly detail: ExperimentDetail;
  readonly results: ExperimentResults;
  readonly nameOf: MetricNames;
};

/** Hypothesis, plan, health and what is recommended, at a glance. */
export const OverviewTab = (props: OverviewTabProps) => {
  const { detail, results, nameOf } = props;
  const { experiment, problems } = detail;
  const { plan, verdict } = experiment;
  return (
    <Flex direction="column">
      {problems.length > 0 && (
        <Flex direction="column" py="4">
          <ProblemList
            title="What keeps this draft from launching"
            problems={problems}
          />
        </Flex>
      )}
      <Section title="Hypothesis">
        <Text as="p" variant="body-large">
          {plan.hypothesis || 'Not written yet.'}
        </Text>
      </Section>
      <Section title="Plan">
        {planSentences(plan, nameOf).map(sentence => (
          <Text key={sentence} as="p">
            {sentence}
          </Text>
        ))}
      </Section>
      {verdict && (
        <Section title="Verdict">
          <VerdictSummary verdict={verdict} />
        </Section>
      )}
      <SnapshotView experiment={experiment} results={results}>
        {({ analysis }) => (
          <>
            {!verdict && (
              <Section title="Recommendation">
                <Recommendations
                  recommendations={analysis.recommendations}
                  isBrief
                />
              </Section>
            )}
            <Section title="Progress">
              <ExplainedProgress progress={analysis.progress} />
            </Section>
            <Section title="Health">
              <HealthChecks checks={analysis.health} />
            </Section>
          </>
        )}
      </SnapshotView>
    </Flex>
  );
};
