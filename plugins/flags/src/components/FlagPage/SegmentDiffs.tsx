import { Flex, Text } from '@backstage/ui';
import type { SegmentDifference } from '@etude/plugin-flags-common';
import { FlagDiff } from './FlagDiff';

/** What changes in segments together with a flag. */
export const SegmentDiffs = ({
  segments = [],
}: {
  readonly segments?: readonly SegmentDifference[] | undefined;
}) =>
  segments.map(({ before, after }) => (
    <Flex key={after.id} direction="column" gap="2">
      <Text variant="body-small" color="secondary">
        {before === null ? 'With a new segment' : 'And the segment'} {after.id}
      </Text>
      <FlagDiff before={before} after={after} />
    </Flex>
  ));
