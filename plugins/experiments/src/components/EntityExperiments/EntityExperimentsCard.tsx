import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  Card,
  CardBody,
  CardFooter,
  CardHeader,
  Flex,
  Link,
  Text,
} from '@backstage/ui';
import type {
  ExperimentList,
  ExperimentListItem,
} from '@etude/plugin-experiments-common';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { formatCount, LoadedView, StatusBadge, useLoaded } from '@etude/ui';
import type { ReactNode } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { STATES, VERDICTS } from '../../experiment-words';
import { experimentRouteRef, flagRouteRef } from '../../routes';
import { NewForComponent } from './NewForComponent';
import { useEntityExperiments } from './use-entity-experiments';

const SHOWN = 5;

const Status = ({ item }: { readonly item: ExperimentListItem }) => {
  const { tone, label } = item.verdictClass
    ? VERDICTS[item.verdictClass]
    : STATES[item.state];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
};

const MoreOnTab = (props: { readonly count: number; readonly tab: string }) =>
  props.count > 0 ? (
    <Text variant="body-small" color="secondary">
      {formatCount(props.count)} more on the {props.tab} tab.
    </Text>
  ) : null;

const Experiments = ({ items, totalItems }: ExperimentList) => {
  const experimentPath = useRouteRef(experimentRouteRef);
  if (items.length === 0) {
    return (
      <Text as="p" color="secondary">
        None yet: start one to learn what a change of this component does.
      </Text>
    );
  }
  return (
    <Flex direction="column" gap="2">
      {items.map(item => (
        <Flex key={item.id} justify="between" gap="3">
          <Link href={experimentPath?.({ id: item.id }) ?? ''}>
            {item.name}
          </Link>
          <Status item={item} />
        </Flex>
      ))}
      <MoreOnTab count={totalItems - items.length} tab="Experiments" />
    </Flex>
  );
};

// How the pages of flags tell it, in the one word there is room for.
const FlagStatus = ({ flag }: { readonly flag: FlagRecord }) => {
  if (flag.state === 'archived') {
    return <StatusBadge tone="muted">Archived</StatusBadge>;
  }
  if (!flag.enabled) {
    return <StatusBadge tone="warning">Switched off</StatusBadge>;
  }
  if (flag.rules.some(({ enabled }) => enabled)) {
    return <StatusBadge tone="good">Serving</StatusBadge>;
  }
  return (
    <StatusBadge tone="neutral">
      {flag.rules.length === 0 ? 'No rules' : 'Rules off'}
    </StatusBadge>
  );
};

const Flags = ({ componentRef }: { readonly componentRef: string }) => {
  const flagsApi = useApi(flagsApiRef);
  const flagPath = useRouteRef(flagRouteRef);
  const flags = useLoaded(`flags:${componentRef}`, () =>
    flagsApi.listFlags({ component: componentRef, limit: SHOWN }),
  );
  return (
    <LoadedView {...flags} what="the flags of this component">
      {({ items, totalItems }) =>
        items.length === 0 ? (
          <Text as="p" color="secondary">
            No flag belongs to this component.
          </Text>
        ) : (
          <Flex direction="column" gap="2">
            {items.map(flag => (
              <Flex key={flag.id} justify="between" gap="3">
                {flagPath ? (
                  <Link href={flagPath({ id: flag.id })}>{flag.id}</Link>
                ) : (
                  <Text>{flag.id}</Text>
                )}
                <FlagStatus flag={flag} />
              </Flex>
            ))}
            <MoreOnTab count={totalItems - items.length} tab="Flags" />
          </Flex>
        )
      }
    </LoadedView>
  );
};

const Part = (props: {
  readonly title: string;
  readonly children: ReactNode;
}) => (
  <Flex direction="column" gap="2">
    <Text as="h3" weight="bold">
      {props.title}
    </Text>
    {props.children}
  </Flex>
);

/** Experiments and flags of a component at a glance. */
export const EntityExperimentsCard = () => {
  const { componentRef, experiments } = useEntityExperiments(SHOWN);
  return (
    <Card>
      <CardHeader>
        <Text as="h2" variant="title-x-small" weight="bold">
          Experiments and flags
        </Text>
      </CardHeader>
      <CardBody>
        <Flex direction="column" gap="4">
          <Part title="Experiments">
            <LoadedView
              {...experiments}
              what="the experiments of this component"
            >
              {list => <Experiments {...list} />}
            </LoadedView>
          </Part>
          <Part title="Flags">
            <Flags componentRef={componentRef} />
          </Part>
        </Flex>
      </CardBody>
      <CardFooter>
        <NewForComponent componentRef={componentRef} />
      </CardFooter>
    </Card>
  );
};
