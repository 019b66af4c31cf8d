import { Button, Flex, Text } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useState } from 'react';
import styles from './CodeSnippet.module.css';

export type CodeSnippetProps = {
  /** What it is, for those who do not see it. */
  readonly label: string;
  readonly code: string;
};

/** Text to be pasted elsewhere, with a button that copies it. */
export const CodeSnippet = ({ label, code }: CodeSnippetProps) => {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      setOutcome('copied');
    } catch {
      // Browsers offer the clipboard on https and localhost only.
      setOutcome('refused');
    }
  };
  return (
    <Flex direction="column" gap="1">
      <div className={styles.frame}>
        <pre className={styles.code} aria-label={label} tabIndex={0}>
          {code}
        </pre>
        <Button
          className={styles.copy ?? ''}
          variant="secondary"
          iconStart={
            outcome === 'copied' ? <RiCheckLine /> : <RiFileCopyLine />
          }
          aria-label={`Copy ${label}`}
          onPress={copy}
        >
          {outcome === 'copied' ? 'Copied' : 'Copy'}
        </Button>
      </div>
      {outcome === 'refused' && (
        <Text variant="body-small" color="warning" role="status">
          The browser does not let this page copy. Select the text and copy it
          yourself.
        </Text>
      )}
    </Flex>
  );
};
