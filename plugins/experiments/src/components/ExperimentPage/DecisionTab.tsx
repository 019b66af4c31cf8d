import { Flex, Text } from '@backstage/ui';
import type { ExperimentResults } from '@etude/plugin-experiments-common';
import { PersonLink, StateMessage, StatusBadge, Timestamp } from '@etude/ui';
import type { Experiment } from '../../experiment-types';
import { DecisionForm } from './DecisionForm';
import { Recommendations } from './Recommendations';
import { OwnerOnly } from '../OwnerOnly';
import { Section } from '../Section';
import { VerdictSummary } from './VerdictSummary';

export type DecisionTabProps = {
  readonly experiment: Experiment;
  readonly results: ExperimentResults;
  readonly onDecided: () => void;
};

const Decided = (props: {
  readonly decision: NonNullable<Experiment['decision']>;
}) => {
  const { action, variant, rationale, decidedAt, decidedBy } = props.decision;
  return (
    <Flex direction="column" gap="2">
      <StatusBadge tone={action === 'ship' ? 'good' : 'neutral'}>
        {action === 'ship' ? `Ship ${variant ?? ''}` : 'Do not ship'}
      </StatusBadge>
      <Text as="p">{rationale}</Text>
      <Flex gap="2" align="center">
        <PersonLink actor={decidedBy} />
        <Text variant="body-small" color="secondary">
          <Timestamp at={decidedAt} />
        </Text>
      </Flex>
      <Text as="p" color="secondary">
        {props.decision.followsRecommendation
          ? 'This follows the recommendation.'
          : 'This departs from the recommendation, or there was none.'}
      </Text>
    </Flex>
  );
};

/** What people decided and why, or the form to decide; and the verdict. */
export const DecisionTab = (props: DecisionTabProps) => {
  const { experiment, results } = props;
  const { decision, verdict, state } = experiment;
  const analysis = results.snapshot?.analysis;
  if (state === 'draft' || state === 'discarded') {
    return (
      <StateMessage
        title="There is nothing to decide yet"
        reason="A decision is made once, after the experiment has run and ended."
      />
    );
  }
  return (
    <Flex direction="column">
      {verdict && (
        <Section title="Verdict">
          <VerdictSummary verdict={verdict} />
        </Section>
      )}
      {analysis && (
        <Section title="Recommendation">
          <Recommendations recommendations={analysis.recommendations} isBrief />
        </Section>
      )}
      <Section title="Decision">
        {state === 'live' && (
          <Text as="p">
            The experiment still runs. A decision is made once, after its end.
          </Text>
        )}
        {state === 'ended' && (
          <OwnerOnly experiment={experiment} to="record the decision">
            <DecisionForm
              experiment={experiment}
              analysis={analysis}
              onDecided={props.onDecided}
            />
          </OwnerOnly>
        )}
        {decision && <Decided decision={decision} />}
      </Section>
    </Flex>
  );
};
