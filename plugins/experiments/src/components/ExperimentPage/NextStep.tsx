import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type { ExperimentDetail } from '@etude/plugin-experiments-common';
import {
  ConfirmDialog,
  formatRelativeTime,
  ProblemList,
  useCommand,
  useSearchParam,
} from '@etude/ui';
import { useState } from 'react';
import { experimentsApiRef } from '../../api/experiments-api';
import type { Analysis, Experiment } from '../../experiment-types';
import { OwnerOnly } from '../OwnerOnly';
import { endConsequences, launchConsequences } from './consequences';
import { LaunchEnvironments } from './LaunchEnvironments';
import { RefreshButton } from './RefreshButton';

export type NextStepProps = {
  readonly detail: ExperimentDetail;
  readonly analysis: Analysis | undefined;
  readonly onChanged: () => void;
  readonly onRefreshing: (isUnderWay: boolean) => void;
};

const Sentences = (props: { readonly of: readonly string[] }) => (
  <>
    {props.of.map(sentence => (
      <Text key={sentence} as="p">
        {sentence}
      </Text>
    ))}
  </>
);

const LaunchStep = ({ detail, onChanged }: NextStepProps) => {
  const { experiment, problems } = detail;
  const experimentsApi = useApi(experimentsApiRef);
  const [isAsking, setIsAsking] = useState(false);
  const [environments, setEnvironments] = useState<readonly string[]>();
  const { assignment } = experiment.plan;
  const isNowhere = environments?.length === 0;
  const launch = useCommand(async () => {
    await experimentsApi.launchExperiment(
      experiment.id,
      environments ? { environments: [...environments] } : {},
    );
    onChanged();
  });
  return (
    <>
      <Button onPress={() => setIsAsking(true)}>Launch</Button>
      {isAsking && (
        <ConfirmDialog
          title={`Launch ${experiment.name}?`}
          confirmLabel="Launch experiment"
          command={launch}
          isDisabled={problems.length > 0 || isNowhere}
          onClose={() => setIsAsking(false)}
        >
          <ProblemList
            title="The plan cannot be launched yet"
            problems={problems}
          />
          <Sentences of={launchConsequences(experiment)} />
          {assignment.kind === 'flag' && (
            <LaunchEnvironments
              flagId={assignment.flagId}
              chosen={environments}
              onChoose={setEnvironments}
            />
          )}
        </ConfirmDialog>
      )}
    </>
  );
};

const earlyStop = (
  { plannedEndAt, plan }: Experiment,
  analysis: Analysis | undefined,
): readonly string[] => {
  if (!plannedEndAt || plan.assignment.kind === 'table') return [];
  if (analysis?.progress.stopReachedAt) return [];
  const now = new Date();
  return now < new Date(plannedEndAt)
    ? [
        `It was planned to run on; its planned end is ${formatRelativeTime(new Date(plannedEndAt), now)}. Ending now counts as an early stop, and nothing may be learned if units are missing.`,
      ]
    : [];
};

const EndStep = (
  props: NextStepProps & { readonly variant: 'primary' | 'secondary' },
) => {
  const { experiment } = props.detail;
  const experimentsApi = useApi(experimentsApiRef);
  const [isAsking, setIsAsking] = useState(false);
  const isTable = experiment.plan.assignment.kind === 'table';
  const end = useCommand(async () => {
    await experimentsApi.endExperiment(experiment.id);
    props.onChanged();
  });
  return (
    <>
      <Button variant={props.variant} onPress={() => setIsAsking(true)}>
        {isTable ? 'End and analyse' : 'End experiment'}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`End ${experiment.name}?`}
          confirmLabel={isTable ? 'Analyse now' : 'End now'}
          isDestructive={!isTable}
          command={end}
          onClose={() => setIsAsking(false)}
        >
          <Sentences
            of={[
              ...earlyStop(experiment, props.analysis),
              ...endConsequences(experiment, props.analysis),
            ]}
          />
        </ConfirmDialog>
      )}
    </>
  );
};

const isToEnd = (
  { plan, plannedEndAt }: Experiment,
  analysis: Analysis | undefined,
): boolean =>
  plan.assignment.kind === 'table' ||
  (plannedEndAt !== undefined && new Date(plannedEndAt) <= new Date()) ||
  analysis?.progress.stopReachedAt !== undefined ||
  (analysis?.recommendations.some(({ action }) => action !== 'continue') ??
    false);

/** What helps this experiment on now; only the likeliest step is primary. */
export const NextStep = (props: NextStepProps) => {
  const { experiment } = props.detail;
  const [tab, setTab] = useSearchParam('tab', 'overview');
  const refresh = {
    experimentId: experiment.id,
    onRefreshing: props.onRefreshing,
  };
  switch (experiment.state) {
    case 'draft':
      return (
        <OwnerOnly experiment={experiment} to="launch it">
          <LaunchStep {...props} />
        </OwnerOnly>
      );
    case 'live': {
      const isEnding = isToEnd(experiment, props.analysis);
      return (
        <OwnerOnly experiment={experiment} to="refresh or end it">
          <Flex gap="2">
            <RefreshButton
              {...refresh}
              variant={isEnding ? 'secondary' : 'primary'}
            />
            <EndStep {...props} variant={isEnding ? 'primary' : 'secondary'} />
          </Flex>
        </OwnerOnly>
      );
    }
    case 'ended':
      return (
        <OwnerOnly experiment={experiment} to="record the decision">
          <Flex gap="2">
            {!experiment.verdict && (
              <RefreshButton {...refresh} variant="secondary" />
            )}
            {tab !== 'decision' && (
              <Button onPress={() => setTab('decision')}>
                Record decision
              </Button>
            )}
          </Flex>
        </OwnerOnly>
      );
    case 'decided':
    case 'discarded':
      return null;
    default:
      return null;
  }
};
