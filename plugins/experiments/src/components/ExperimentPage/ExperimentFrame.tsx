import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Flex } from '@backstage/ui';
import type { ExperimentDetail } from '@etude/plugin-experiments-common';
import { PageFrame, StatusBadge } from '@etude/ui';
import type { ReactNode } from 'react';
import type { Analysis, Experiment } from '../../experiment-types';
import { STATES } from '../../experiment-words';
import { useExperimentList } from '../../hooks/use-experiment-list';
import { DemoBadge } from '../DemoBadge';
import { AssignmentLink } from './AssignmentLink';
import { NextStep } from './NextStep';

export type ExperimentFrameProps = {
  readonly detail: ExperimentDetail;
  readonly analysis: Analysis | undefined;
  readonly onChanged: () => void;
  readonly onRefreshing: (isUnderWay: boolean) => void;
  readonly children: ReactNode;
};

const metadataOf = (experiment: Experiment) => [
  {
    label: 'State',
    value: (
      <Flex align="center" gap="2">
        <StatusBadge tone={STATES[experiment.state].tone}>
          {STATES[experiment.state].label}
        </StatusBadge>
        {experiment.demo && <DemoBadge />}
      </Flex>
    ),
  },
  { label: 'Owner', value: <EntityRefLink entityRef={experiment.owner} /> },
  {
    label: experiment.plan.assignment.kind === 'flag' ? 'Flag' : 'Table',
    value: <AssignmentLink assignment={experiment.plan.assignment} />,
  },
  ...(experiment.surface
    ? [{ label: 'Surface', value: experiment.surface }]
    : []),
  ...(experiment.componentRef
    ? [
        {
          label: 'Component',
          value: <EntityRefLink entityRef={experiment.componentRef} />,
        },
      ]
    : []),
];

/** Name, who answers for it, how it stands, and the one next step. */
export const ExperimentFrame = (props: ExperimentFrameProps) => {
  const { experiment } = props.detail;
  return (
    <PageFrame
      title={experiment.name}
      parent={useExperimentList()}
      metadata={metadataOf(experiment)}
      actions={<NextStep {...props} />}
    >
      {props.children}
    </PageFrame>
  );
};
