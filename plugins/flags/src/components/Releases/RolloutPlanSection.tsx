import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type { RolloutPlanRecord } from '@etude/plugin-flags-common';
import { LoadedView, useLoaded } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import type { FlagTabProps } from '../FlagPage/flag-tab';
import { RolloutPlanDialog } from './RolloutPlanDialog';
import { RolloutPlanView } from './RolloutPlanView';

const isOver = ({ state }: RolloutPlanRecord): boolean =>
  state === 'completed' || state === 'rolled-back';

/** The stepped release of a variant of a flag, or the way to plan one. */
export const RolloutPlanSection = (props: FlagTabProps) => {
  const { flag, canChange, onChanged } = props;
  const api = useApi(flagsApiRef);
  const [isPlanning, setPlanning] = useState(false);
  const plan = useLoaded(`rollout plan ${flag.id} ${flag.etag}`, async () => {
    const plans = await api.rolloutPlans.list();
    return plans.find(({ flagId }) => flagId === flag.id) ?? null;
  });
  const changed = () => {
    plan.reload();
    onChanged();
  };
  const canPlan =
    canChange && flag.state === 'active' && flag.variants.length > 0;
  return (
    <Flex direction="column" gap="3">
      <LoadedView {...plan} what="the stepped release">
        {current => (
          <>
            <Flex justify="between" align="center">
              <Text as="h2" variant="title-x-small" weight="bold">
                Stepped release
              </Text>
              {canPlan && (current === null || isOver(current)) && (
                <Button variant="secondary" onPress={() => setPlanning(true)}>
                  Plan a stepped release
                </Button>
              )}
            </Flex>
            {current === null ? (
              <Text color="secondary">
                None. A stepped release raises the reach of a variant step by
                step, waits at each, and can be paused or rolled back at once.
              </Text>
            ) : (
              <RolloutPlanView
                plan={current}
                canChange={canChange}
                onChanged={changed}
              />
            )}
          </>
        )}
      </LoadedView>
      {isPlanning && (
        <RolloutPlanDialog
          flag={flag}
          onPlanned={changed}
          onClose={() => setPlanning(false)}
        />
      )}
    </Flex>
  );
};
