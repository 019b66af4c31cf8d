import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink } from '@backstage/ui';
import { StateMessage } from '@etude/ui';
import { newExperimentRouteRef } from '../../routes';

/** What the list says before there is an experiment. */
const FirstExperiment = () => {
  const newExperiment = useRouteRef(newExperimentRouteRef);
  return (
    <StateMessage
      title="No experiments yet"
      reason="An experiment answers one question with stated error rates. For example: “A later gate keeps players longer, because they are warmed up”. You choose a flag with two variants, a success metric and the smallest effect worth finding; the portal says how many units and days that takes."
      action={
        newExperiment && (
          <ButtonLink variant="secondary" href={newExperiment()}>
            Plan the first experiment
          </ButtonLink>
        )
      }
    />
  );
};

/** What the list says when its filters leave nothing. */
const NoMatch = (props: { readonly onClear: () => void }) => (
  <StateMessage
    title="No experiment matches these filters"
    reason="Experiments of other states or owners may be there."
    action={
      <Button variant="secondary" onPress={props.onClear}>
        Clear filters
      </Button>
    }
  />
);

/** Why a page of the list has no rows, with the step that shows some. */
export const NoRows = (props: {
  readonly isPastTheEnd: boolean;
  readonly isFiltered: boolean;
  readonly onStart: () => void;
  readonly onClear: () => void;
}) => {
  if (props.isPastTheEnd) {
    return (
      <StateMessage
        title="The list ends before this page"
        reason="There are fewer experiments than when its address was made."
        action={
          <Button variant="secondary" onPress={props.onStart}>
            Go to the first page
          </Button>
        }
      />
    );
  }
  return props.isFiltered ? (
    <NoMatch onClear={props.onClear} />
  ) : (
    <FirstExperiment />
  );
};
