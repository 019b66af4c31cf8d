import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type { PlanCost as ComputedCost } from '@etude/plugin-experiments-common';
import {
  formatCount,
  LoadedView,
  ProblemList,
  problemsOf,
  StateMessage,
  Timestamp,
  useCommand,
  useLoaded,
} from '@etude/ui';
import { experimentsApiRef } from '../../api/experiments-api';
import type { Experiment, Problem } from '../../experiment-types';
import { MetricNeeds } from './MetricNeeds';
import { PlanCost } from './PlanCost';
import { formatDayRange } from './plan-size-figures';
import type { PlanSizeFigures } from './plan-size-figures';

const Sentences = ({ of: problems }: { readonly of: readonly Problem[] }) => (
  <>
    {problems.map(({ message, path }) => (
      <Text key={`${path}:${message}`} as="p" color="secondary">
        {message}
      </Text>
    ))}
  </>
);

const agreedSentence = (
  { requiredUnits: agreed }: Experiment['plan'],
  { requiredUnits, runtime }: PlanSizeFigures,
): string => {
  const needs = `By what its metrics did before, the plan needs ${formatCount(requiredUnits)} units over all variants`;
  const takes = runtime
    ? `${needs}, ${formatDayRange(runtime.days, runtime.low, runtime.high)}.`
    : `${needs}; how many days that takes is not known.`;
  return agreed === undefined || agreed === requiredUnits
    ? takes
    : `${takes} Agreed were ${formatCount(agreed)}.`;
};

const Answer = (props: {
  readonly plan: Experiment['plan'];
  readonly answer: ComputedCost['answer'];
  readonly nameOf: (metricId: string) => string;
}) => {
  const { plan, answer, nameOf } = props;
  const { size } = answer;
  if (size === null) {
    return (
      <>
        <Text as="p">
          What this plan costs cannot be calculated from history:
        </Text>
        <Sentences of={answer.problems} />
      </>
    );
  }
  return (
    <Flex direction="column" gap="6">
      <Flex direction="column" gap="3">
        <Text as="p">{agreedSentence(plan, size)}</Text>
        {size.runtime && <Text as="p">{size.runtime.sentence}</Text>}
        {size.plannedPeriod && (
          <Text as="p">{size.plannedPeriod.sentence}</Text>
        )}
        <Sentences of={answer.notices} />
      </Flex>
      <MetricNeeds size={size} nameOf={nameOf} />
      <PlanCost size={size} plan={plan} nameOf={nameOf} />
    </Flex>
  );
};

const Computed = (props: {
  readonly at: string;
  readonly renew: () => Promise<void>;
}) => {
  const renewal = useCommand(props.renew);
  return (
    <>
      <Flex align="center" gap="2">
        <Text color="secondary">
          Computed <Timestamp at={props.at} />.
        </Text>
        <Button
          size="small"
          variant="tertiary"
          isPending={renewal.isPending}
          onPress={() => void renewal.run()}
        >
          Compute again
        </Button>
      </Flex>
      <ProblemList
        title="This could not be computed again"
        problems={renewal.error ? problemsOf(renewal.error) : []}
      />
    </>
  );
};

/** What the plan of an experiment costs, as far as history tells. */
export const StoredPlanCost = (props: {
  readonly experiment: Experiment;
  readonly nameOf: (metricId: string) => string;
}) => {
  const { id, etag, plan } = props.experiment;
  const experimentsApi = useApi(experimentsApiRef);
  const hasMetrics = plan.metrics.length > 0;
  const cost = useLoaded(`plan-cost:${id}:${etag}`, async signal =>
    hasMetrics ? experimentsApi.getPlanCost(id, { signal }) : undefined,
  );
  const renew = async () => {
    await experimentsApi.renewPlanCost(id);
    cost.reload();
  };
  return (
    <LoadedView
      {...cost}
      what="what this plan costs"
      waiting="Calculating units and days from what the metrics did before. This reads the warehouse and can take some seconds."
    >
      {loaded =>
        loaded ? (
          <Flex direction="column" gap="3">
            <Computed at={loaded.computedAt} renew={renew} />
            <Answer plan={plan} answer={loaded.answer} nameOf={props.nameOf} />
          </Flex>
        ) : (
          <StateMessage
            title="No metric is chosen yet"
            reason="Units, days and power follow from the metrics and the effects worth finding."
          />
        )
      }
    </LoadedView>
  );
};
