import { Flex, Skeleton } from '@backstage/ui';

/** Stands where content will be. */
export const LoadingLines = () => (
  <Flex direction="column" gap="3" py="4" aria-busy="true">
    <Skeleton width="40%" height={24} />
    <Skeleton width="100%" height={16} />
    <Skeleton width="100%" height={16} />
    <Skeleton width="70%" height={16} />
  </Flex>
);
