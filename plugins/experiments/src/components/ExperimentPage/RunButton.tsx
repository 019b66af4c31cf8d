import { Button, Flex } from '@backstage/ui';
import { useState } from 'react';
import { RunDialog } from './RunDialog';

/** Opens the computation behind something. */
export const RunButton = (props: {
  readonly runId: string;
  readonly label: string;
  readonly accessibleLabel?: string;
}) => {
  const [isOpen, setIsOpen] = useState(false);
  const { runId, label, accessibleLabel = label } = props;
  return (
    <Flex>
      <Button
        variant="tertiary"
        size="small"
        aria-label={accessibleLabel}
        onPress={() => setIsOpen(true)}
      >
        {label}
      </Button>
      {isOpen && <RunDialog runId={runId} onClose={() => setIsOpen(false)} />}
    </Flex>
  );
};
