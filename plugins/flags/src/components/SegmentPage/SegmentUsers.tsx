import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Flex, Link, Text } from '@backstage/ui';
import type { SegmentUsages } from '@etude/plugin-flags-common';
import { StatusBadge } from '@etude/ui';
import { flagRouteRef } from '../../routes';
import { SegmentLink } from '../SegmentLink';

/** Which rules and segments name a segment. */
export const SegmentUsers = ({ rules, segments }: SegmentUsages) => {
  const flagRoute = useRouteRef(flagRouteRef);
  if (rules.length + segments.length === 0) {
    return (
      <Text color="secondary">
        Nothing uses it yet. Choose it as the audience of a rule, on the page of
        a flag.
      </Text>
    );
  }
  return (
    <Flex direction="column" gap="2">
      {rules.map(({ flagId, ruleId, ruleName, isLive }) => (
        <Flex key={`${flagId} ${ruleId}`} gap="2" align="center">
          <Text>
            Rule {ruleName} of{' '}
            <Link href={flagRoute?.({ id: flagId }) ?? `/flags/${flagId}`}>
              {flagId}
            </Link>
          </Text>
          <StatusBadge tone={isLive ? 'good' : 'muted'}>
            {isLive ? 'On' : 'Off'}
          </StatusBadge>
        </Flex>
      ))}
      {segments.map(id => (
        <Text key={id}>
          Segment <SegmentLink id={id} />
        </Text>
      ))}
    </Flex>
  );
};
