import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, Header } from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { StatusBadge, Timestamp } from '@etude/ui';
import { flagStateOf } from '../../model/flag-state';
import { flagsRouteRef } from '../../routes';

export type FlagHeaderProps = {
  readonly flag: FlagRecord;
  readonly canChange: boolean;
  readonly onRollOut: () => void;
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
export const FlagHeader = ({ flag, canChange, onRollOut }: FlagHeaderProps) => {
  const flagsRoute = useRouteRef(flagsRouteRef);
  return (
    <Header
      title={flag.id}
      description={flag.description}
      tags={[{ label: 'Flags', href: flagsRoute?.() ?? '/flags' }]}
      metadata={metadataOf(flag)}
      customActions={
        canChange && flag.state === 'active' && flag.variants.length > 0 ? (
          <Button variant="primary" onPress={onRollOut}>
            Roll out a variant
          </Button>
        ) : null
      }
    />
  );
};
