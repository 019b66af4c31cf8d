import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink, Flex, Link, Text } from '@backstage/ui';
import type { ExperimentDetail } from '@etude/plugin-experiments-common';
import {
  ConfirmDialog,
  formatCount,
  formatPercent,
  ProblemList,
  useCommand,
  useNavigateTo,
} from '@etude/ui';
import { useState } from 'react';
import { experimentsApiRef } from '../../api/experiments-api';
import type {
  Experiment,
  ExperimentPlan,
  PlannedMetric,
} from '../../experiment-types';
import { ROLES } from '../../experiment-words';
import {
  experimentsRouteRef,
  metricRouteRef,
  newExperimentRouteRef,
} from '../../routes';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import {
  DESIGNS,
  designSentence,
  planningSentence,
  ruleSentence,
  StoredPlanCost,
} from '../PlanCost';
import { OwnerOnly } from '../OwnerOnly';
import { audienceSentence, splitSentence } from './consequences';
import { Section } from '../Section';
import type { MetricNames } from './use-metric-names';
import {
  daysSentence,
  dimensionsSentence,
  exposureSentence,
} from './measurement-sentences';

const MetricLink = (props: {
  readonly metricId: string;
  readonly name: string;
}) => {
  const { metricId, name } = props;
  const metricPath = useRouteRef(metricRouteRef);
  return metricPath ? (
    <Link href={metricPath({ id: metricId })}>{name}</Link>
  ) : (
    <>{name}</>
  );
};

const percentOr = (share: number | undefined, otherwise: string): string =>
  share === undefined ? otherwise : formatPercent(share);

const nameColumn = (nameOf: MetricNames): TableColumn<PlannedMetric> => ({
  id: 'metric',
  label: 'Metric',
  cell: ({ metricId }) => (
    <MetricLink metricId={metricId} name={nameOf(metricId)} />
  ),
});

const METRIC_COLUMNS: readonly TableColumn<PlannedMetric>[] = [
  { id: 'role', label: 'Role', cell: metric => ROLES[metric.role] },
  {
    id: 'direction',
    label: 'Better when it',
    cell: ({ direction }) => (direction === 'increase' ? 'rises' : 'falls'),
  },
  {
    id: 'mde',
    label: 'Minimum detectable effect',
    isNumber: true,
    cell: ({ mdeRelative, role }) =>
      percentOr(mdeRelative, role === 'success' ? 'none' : '–'),
  },
  {
    id: 'nim',
    label: 'Non-inferiority margin',
    isNumber: true,
    cell: ({ nimRelative, role }) =>
      percentOr(nimRelative, role === 'guardrail' ? 'none' : '–'),
  },
];

const assignmentSentence = ({ assignment, entity }: ExperimentPlan): string =>
  assignment.kind === 'flag'
    ? `Flag ${assignment.flagId || '(not chosen yet)'} gives each ${entity} a variant.`
    : `Table ${assignment.factTableId} holds the ${entity} in column ${assignment.unitColumn} and its variant in column ${assignment.variantColumn}.`;

const DraftActions = ({ experiment }: { readonly experiment: Experiment }) => {
  const experimentsApi = useApi(experimentsApiRef);
  const navigateTo = useNavigateTo();
  const newPath = useRouteRef(newExperimentRouteRef);
  const listPath = useRouteRef(experimentsRouteRef);
  const [isAsking, setIsAsking] = useState(false);
  const discard = useCommand(async () => {
    await experimentsApi.discardExperiment(experiment.id);
    navigateTo(listPath?.() ?? '/');
  });
  return (
    <Flex gap="2" py="4">
      <ButtonLink
        variant="secondary"
        href={`${newPath?.() ?? ''}?draft=${encodeURIComponent(experiment.id)}`}
      >
        Edit plan
      </ButtonLink>
      <Button variant="tertiary" onPress={() => setIsAsking(true)}>
        Discard draft
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Discard ${experiment.name}?`}
          confirmLabel="Discard"
          isDestructive
          command={discard}
          onClose={() => setIsAsking(false)}
        >
          <Text as="p">
            The draft is closed and cannot be launched any more. It served
            nobody, and no flag changes.
          </Text>
        </ConfirmDialog>
      )}
    </Flex>
  );
};

export type PlanTabProps = {
  readonly detail: ExperimentDetail;
  readonly nameOf: MetricNames;
};

/** What was agreed before launch; a draft can still be changed from here. */
export const PlanTab = ({ detail, nameOf }: PlanTabProps) => {
  const { experiment, problems } = detail;
  const { plan } = experiment;
  const { design, requiredUnits } = plan;
  const given = planningSentence(plan, nameOf);
  return (
    <Flex direction="column">
      {experiment.state === 'draft' && (
        <OwnerOnly experiment={experiment} to="edit or discard this draft">
          <DraftActions experiment={experiment} />
        </OwnerOnly>
      )}
      <ProblemList
        title="What keeps this draft from launching"
        problems={problems}
      />
      <Section title="Units and variants">
        <Text as="p">{assignmentSentence(plan)}</Text>
        <Text as="p">Split: {splitSentence(plan)}.</Text>
        <Text as="p">Audience: {audienceSentence(plan)}.</Text>
        <Text as="p">{exposureSentence(plan)}</Text>
        {dimensionsSentence(plan) && (
          <Text as="p">{dimensionsSentence(plan)}</Text>
        )}
      </Section>
      <Section title="Metrics">
        <GroupedTable
          label="Planned metrics"
          columns={[nameColumn(nameOf), ...METRIC_COLUMNS]}
          groups={[{ key: 'all', rows: plan.metrics }]}
          rowKey={metric => metric.metricId}
        />
      </Section>
      <Section title="Design">
        <Text as="p" weight="bold">
          {DESIGNS[design.kind].label}
        </Text>
        <Text as="p">
          {plan.assignment.kind === 'flag'
            ? designSentence(design)
            : 'The data is already there and is analysed once.'}
        </Text>
        <Text as="p">{daysSentence(plan)}</Text>
        <Text as="p">
          False-positive rate of the decision: {formatPercent(design.alpha)}.
          Power: {formatPercent(design.power)}.
        </Text>
        <Text as="p">{ruleSentence(plan.decisionRule, nameOf)}</Text>
        <Text as="p">
          {requiredUnits === undefined
            ? 'The units needed are calculated from the data when it is analysed.'
            : `Agreed are ${formatCount(requiredUnits)} units over all variants.`}
        </Text>
      </Section>
      <Section title="What this plan costs and finds">
        {given && <Text as="p">{given}</Text>}
        <StoredPlanCost experiment={experiment} nameOf={nameOf} />
      </Section>
    </Flex>
  );
};
