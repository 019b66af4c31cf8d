import { Flex, Text } from '@backstage/ui';
import { StatusBadge } from '@etude/ui';
import type { Verdict } from '../../experiment-types';
import { REASONS, VERDICTS } from '../../experiment-words';

export type VerdictSummaryProps = { readonly verdict: Verdict };

/** What an ended experiment taught, and what would have made it a learning. */
export const VerdictSummary = ({ verdict }: VerdictSummaryProps) => {
  const { tone, label } = VERDICTS[verdict.class];
  return (
    <Flex direction="column" gap="2">
      <StatusBadge tone={tone}>
        {verdict.reason
          ? `${label}: ${REASONS[verdict.reason].toLowerCase()}`
          : label}
      </StatusBadge>
      <Text as="p">{verdict.sentence}</Text>
      {verdict.prevention && (
        <Text as="p" color="secondary">
          What would have prevented it: {verdict.prevention}
        </Text>
      )}
    </Flex>
  );
};
