import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Text, Tooltip, TooltipTrigger } from '@backstage/ui';
import { useState } from 'react';
import { experimentsApiRef } from '../../api/experiments-api';
import { failureProblems } from '../../failure-problems';

export type RefreshButtonProps = {
  readonly experimentId: string;
  readonly variant: 'primary' | 'secondary';
  readonly onRefreshed: () => void;
};

/** Computes health, progress and results from the data there is now. */
export const RefreshButton = (props: RefreshButtonProps) => {
  const experimentsApi = useApi(experimentsApiRef);
  const [isPending, setIsPending] = useState(false);
  const [failure, setFailure] = useState<string>();
  const refresh = async () => {
    setIsPending(true);
    setFailure(undefined);
    try {
      await experimentsApi.refreshExperiment(props.experimentId);
    } catch (error) {
      setFailure(
        failureProblems(error)
          .map(({ message }) => message)
          .join(' '),
      );
    }
    setIsPending(false);
    props.onRefreshed();
  };
  return (
    <>
      {failure && (
        <Text as="p" role="alert" color="danger" variant="body-small">
          {failure}
        </Text>
      )}
      <TooltipTrigger>
        <Button
          variant={props.variant}
          isPending={isPending}
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
