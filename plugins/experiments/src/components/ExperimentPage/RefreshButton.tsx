import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Text, Tooltip, TooltipTrigger } from '@backstage/ui';
import { problemsOf, useCommand } from '@etude/ui';
import { experimentsApiRef } from '../../api/experiments-api';

export type RefreshButtonProps = {
  readonly experimentId: string;
  readonly variant: 'primary' | 'secondary';
  /** Told that it is under way, and that it no longer is. */
  readonly onRefreshing: (isUnderWay: boolean) => void;
};

/** Computes health, progress and results from the data there is now. */
export const RefreshButton = (props: RefreshButtonProps) => {
  const experimentsApi = useApi(experimentsApiRef);
  const command = useCommand(async () => {
    await experimentsApi.refreshExperiment(props.experimentId);
  });
  const refresh = async () => {
    props.onRefreshing(true);
    await command.run();
    props.onRefreshing(false);
  };
  return (
    <>
      {command.error && (
        <Text as="p" role="alert" color="danger" variant="body-small">
          {problemsOf(command.error)
            .map(({ message }) => message)
            .join(' ')}
        </Text>
      )}
      <TooltipTrigger>
        <Button
          variant={props.variant}
          isPending={command.isPending}
          onPress={() => void refresh()}
        >
          Refresh
        </Button>
        <Tooltip>
          Compute health, progress and results from today’s data
        </Tooltip>
      </TooltipTrigger>
    </>
  );
};
