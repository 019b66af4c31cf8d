import { Text } from '@backstage/ui';
import type { DayCompleteness } from '@etude/plugin-metrics-common';
import { StatusBadge } from '@etude/ui';

/** Whether days are missing or far below their usual, in a sentence. */
export const Completeness = ({ state, sentence }: DayCompleteness) => (
  <Text as="p">
    {state === 'complete' && (
      <>
        <StatusBadge tone="good">Complete</StatusBadge>{' '}
      </>
    )}
    {state === 'gaps' && (
      <>
        <StatusBadge tone="warning">Gaps</StatusBadge>{' '}
      </>
    )}
    {sentence}
  </Text>
);
