import { Flex } from '@backstage/ui';
import type { FlagTabProps } from '../FlagPage/flag-tab';
import { RolloutPlanSection } from './RolloutPlanSection';
import { ScheduledChanges } from './ScheduledChanges';

/** What a flag will do by itself: its stepped release and its schedule. */
export const ReleasesTab = (props: FlagTabProps) => (
  <Flex direction="column" gap="8" py="4">
    <RolloutPlanSection {...props} />
    <ScheduledChanges {...props} />
  </Flex>
);
