import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import type { Experiment } from '../../experiment-types';
import { useMayChange } from '../../hooks/use-may-change';

export type OwnerOnlyProps = {
  readonly experiment: Pick<Experiment, 'id' | 'owner'>;
  /** What it is for, to finish "Only its owner, …, may": `launch it`. */
  readonly to: string;
  readonly children: ReactNode;
};

/** What only its owner may do to an experiment; others are told who may. */
export const OwnerOnly = ({ experiment, to, children }: OwnerOnlyProps) => {
  const mayChange = useMayChange(experiment.id);
  if (mayChange === undefined) return null;
  return mayChange ? (
    <>{children}</>
  ) : (
    <Text as="p" color="secondary">
      Only its owner, <EntityRefLink entityRef={experiment.owner} hideIcon />,
      may {to}.
    </Text>
  );
};
