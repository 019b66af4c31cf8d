import { Flex, Text } from '@backstage/ui';
import { StatusBadge } from '@etude/ui';
import type { HealthCheck } from '../../experiment-types';
import { HEALTH } from '../../experiment-words';

export type HealthChecksProps = { readonly checks: readonly HealthCheck[] };

/** Each test of validity: how it stands, why, and what helps. */
export const HealthChecks = ({ checks }: HealthChecksProps) => (
  <Flex direction="column" gap="3">
    {checks.map(check => (
      <Flex key={check.id} direction="column" gap="1">
        <Flex align="center" gap="2">
          <Text weight="bold">{check.title}</Text>
          <StatusBadge tone={HEALTH[check.state].tone}>
            {HEALTH[check.state].label}
          </StatusBadge>
        </Flex>
        <Text as="p">{check.sentence}</Text>
        {check.nextStep && (
          <Text as="p" color="secondary">
            {check.nextStep}
          </Text>
        )}
      </Flex>
    ))}
  </Flex>
);
