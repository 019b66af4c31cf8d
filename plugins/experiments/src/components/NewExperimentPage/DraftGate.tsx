import { useRouteRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { ButtonLink } from '@backstage/ui';
import { experimentCreatePermission } from '@etude/plugin-experiments-common';
import { StateMessage } from '@etude/ui';
import type { ReactNode } from 'react';
import type { Experiment } from '../../experiment-types';
import { STATES } from '../../experiment-words';
import { experimentRouteRef } from '../../routes';
import { OwnerOnly } from '../OwnerOnly';

type Gated = { readonly children: ReactNode };

const NewGate = ({ children }: Gated) => {
  const { loading, allowed, error } = usePermission({
    permission: experimentCreatePermission,
  });
  if (loading) return null;
  // Where it cannot be asked, they may try: the API refuses what it has to.
  return allowed || error ? (
    <>{children}</>
  ) : (
    <StateMessage
      title="You may not create experiments"
      reason="Ask those who run the portal for access."
    />
  );
};

const FixedPlan = ({ experiment }: { readonly experiment: Experiment }) => {
  const experimentPath = useRouteRef(experimentRouteRef);
  const state = STATES[experiment.state].label.toLowerCase();
  return (
    <StateMessage
      title="This plan can no longer be changed"
      reason={`${experiment.name} is ${state}; only the plan of a draft can be changed.`}
      action={
        experimentPath && (
          <ButtonLink
            variant="secondary"
            href={experimentPath({ id: experiment.id })}
          >
            Open the experiment
          </ButtonLink>
        )
      }
    />
  );
};

/** The form, or why there is none: no right to it, or no longer a draft. */
export const DraftGate = (
  props: Gated & { readonly experiment: Experiment | undefined },
) => {
  const { experiment, children } = props;
  if (!experiment) return <NewGate>{children}</NewGate>;
  return experiment.state === 'draft' ? (
    <OwnerOnly experiment={experiment} to="change this draft">
      {children}
    </OwnerOnly>
  ) : (
    <FixedPlan experiment={experiment} />
  );
};
