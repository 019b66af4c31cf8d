import { Flex, Text } from '@backstage/ui';
import type { ReactNode } from 'react';

export type StateMessageProps = {
  /** What is the case, in a short sentence. */
  readonly title: string;
  /** Why. */
  readonly reason?: string;
  /** The button or link that helps. */
  readonly action?: ReactNode;
  /** Technical details, folded away. */
  readonly details?: string;
};

/** State → reason → next step: what an empty, closed or broken place says. */
export const StateMessage = (props: StateMessageProps) => (
  <Flex direction="column" align="start" gap="2" py="6" px="4">
    <Text as="p" variant="title-x-small" weight="bold">
      {props.title}
    </Text>
    {props.reason && <Text color="secondary">{props.reason}</Text>}
    {props.action}
    {props.details && (
      <details>
        <summary>Technical details</summary>
        <pre style={{ whiteSpace: 'pre-wrap' }}>{props.details}</pre>
      </details>
    )}
  </Flex>
);
