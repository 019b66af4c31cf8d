import { Flex, Text } from '@backstage/ui';
import type { MetricResult } from '../../experiment-types';
import { ROLES } from '../../experiment-words';

/** A metric by name, with its role and which way is better. */
export const MetricCell = (props: {
  readonly result: Pick<MetricResult, 'name' | 'role' | 'direction'>;
}) => {
  const { name, role, direction } = props.result;
  return (
    <Flex direction="column" gap="0.5">
      <Text weight="bold">{name}</Text>
      <Text variant="body-small" color="secondary">
        {ROLES[role]},{' '}
        {direction === 'increase' ? 'up is better' : 'down is better'}
      </Text>
    </Flex>
  );
};
