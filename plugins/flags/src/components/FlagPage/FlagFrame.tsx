import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Button } from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { PageFrame, StatusBadge, Timestamp } from '@etude/ui';
import type { ReactNode } from 'react';
import { flagStateOf } from '../../model/flag-state';
import { flagsRouteRef } from '../../routes';
import { OffSwitch } from './OffSwitch';

export type FlagFrameProps = {
  readonly flag: FlagRecord;
  readonly canChange: boolean;
  readonly onRollOut: () => void;
  readonly onChanged: () => void;
  readonly children: ReactNode;
};

const metadataOf = (flag: FlagRecord) => {
  const state = flagStateOf(flag);
  return [
    {
      label: 'State',
      value: <StatusBadge tone={state.tone}>{state.label}</StatusBadge>,
    },
    {
      label: 'Owner',
      value: <EntityRefLink entityRef={flag.owner} defaultKind="group" />,
    },
    {
      label: 'Clients',
      value: flag.clients.length === 0 ? 'None' : flag.clients.join(', '),
    },
    {
      label: 'Component',
      value:
        flag.componentRef === null ? (
          'None'
        ) : (
          <EntityRefLink
            entityRef={flag.componentRef}
            defaultKind="component"
          />
        ),
    },
    { label: 'Last change', value: <Timestamp at={flag.updatedAt} /> },
  ];
};

/** What a flag is, whose, and the one thing to do with it. */
export const FlagFrame = (props: FlagFrameProps) => {
  const { flag, canChange, onRollOut, onChanged } = props;
  const flagsRoute = useRouteRef(flagsRouteRef);
  return (
    <PageFrame
      title={flag.id}
      description={flag.description}
      parent={{ label: 'Flags', href: flagsRoute?.() ?? '/flags' }}
      metadata={metadataOf(flag)}
      actions={
        canChange && flag.state === 'active' && flag.variants.length > 0 ? (
          <>
            {flag.enabled && <OffSwitch flag={flag} onChanged={onChanged} />}
            <Button variant="primary" onPress={onRollOut}>
              Roll out a variant
            </Button>
          </>
        ) : null
      }
    >
      {props.children}
    </PageFrame>
  );
};
