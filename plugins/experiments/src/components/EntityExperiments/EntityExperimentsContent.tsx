import { Container, Flex } from '@backstage/ui';
import { LoadedView, StateMessage } from '@etude/ui';
import { ExperimentsTable } from '../ExperimentsPage/ExperimentsTable';
import { NewForComponent } from './NewForComponent';
import { useEntityExperiments } from './use-entity-experiments';

/** As many as the API gives at once. */
const MOST = 1000;

/** Every experiment of a component. */
export const EntityExperimentsContent = () => {
  const { componentRef, experiments } = useEntityExperiments(MOST);
  return (
    <Container>
      <LoadedView {...experiments} what="the experiments of this component">
        {({ items }) =>
          items.length === 0 ? (
            <StateMessage
              title="This component has no experiments yet"
              reason="An experiment names the component that it changes, and then shows here with its state and verdict."
              action={<NewForComponent componentRef={componentRef} />}
            />
          ) : (
            <Flex direction="column" gap="4" py="4">
              <Flex justify="end">
                <NewForComponent componentRef={componentRef} />
              </Flex>
              <ExperimentsTable items={items} />
            </Flex>
          )
        }
      </LoadedView>
    </Container>
  );
};
