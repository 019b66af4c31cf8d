import { Flex, Skeleton, Text } from '@backstage/ui';

export type LoadingLinesProps = {
  /** What is happening meanwhile. */
  readonly text?: string | undefined;
};

/** Stands where content will be. */
export const LoadingLines = ({ text }: LoadingLinesProps) => (
  <Flex direction="column" gap="3" py="4" aria-busy="true">
    {text && <Text color="secondary">{text}</Text>}
    <Skeleton width="40%" height={24} />
    <Skeleton width="100%" height={16} />
    <Skeleton width="100%" height={16} />
    <Skeleton width="70%" height={16} />
  </Flex>
);
