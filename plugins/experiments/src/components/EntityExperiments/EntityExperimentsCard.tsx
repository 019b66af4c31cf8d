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
import type { ExperimentListItem } from '@etude/plugin-experiments-common';
import { LoadedView, StatusBadge, useLoaded } from '@etude/ui';
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

const Experiments = (props: {
  readonly items: readonly ExperimentListItem[];
}) => {
  const experimentPath = useRouteRef(experimentRouteRef);
  if (props.items.length === 0) {
    return (
      <Text as="p" color="secondary">
        None yet: start one to learn what a change of this component does.
      </Text>
    );
  }
  return (
    <Flex direction="column" gap="2">
      {props.items.slice(0, SHOWN).map(item => (
        <Flex key={item.id} justify="between" gap="3">
          <Link href={experimentPath?.({ id: item.id }) ?? ''}>
            {item.name}
          </Link>
          <Status item={item} />
        </Flex>
      ))}
      {props.items.length > SHOWN && (
        <Text variant="body-small" color="secondary">
          {props.items.length - SHOWN} more on the Experiments tab.
        </Text>
      )}
    </Flex>
  );
};

const Flags = ({ componentRef }: { readonly componentRef: string }) => {
  const flagsApi = useApi(flagsApiRef);
  const flagPath = useRouteRef(flagRouteRef);
  const flags = useLoaded(`flags:${componentRef}`, () =>
    flagsApi.listFlags({ component: componentRef }),
  );
  return (
    <LoadedView {...flags} what="the flags of this component">
      {({ items }) =>
        items.length === 0 ? (
          <Text as="p" color="secondary">
            No flag belongs to this component.
          </Text>
        ) : (
          <Flex direction="column" gap="2">
            {items.map(({ id, state }) => (
              <Flex key={id} justify="between" gap="3">
                {flagPath ? (
                  <Link href={flagPath({ id })}>{id}</Link>
                ) : (
                  <Text>{id}</Text>
                )}
                <StatusBadge tone={state === 'active' ? 'active' : 'muted'}>
                  {state === 'active' ? 'Active' : 'Archived'}
                </StatusBadge>
              </Flex>
            ))}
          </Flex>
        )
      }
    </LoadedView>
  );
};

/** Experiments and flags of a component at a glance. */
export const EntityExperimentsCard = () => {
  const { componentRef, experiments } = useEntityExperiments();
  return (
    <Card>
      <CardHeader>
        <Text as="h2" variant="title-x-small" weight="bold">
          Experiments and flags
        </Text>
      </CardHeader>
      <CardBody>
        <Flex direction="column" gap="4">
          <LoadedView {...experiments} what="the experiments of this component">
            {({ items }) => <Experiments items={items} />}
          </LoadedView>
          <Flags componentRef={componentRef} />
        </Flex>
      </CardBody>
      <CardFooter>
        <NewForComponent componentRef={componentRef} />
      </CardFooter>
    </Card>
  );
};
