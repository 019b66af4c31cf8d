import { Alert, Button, Flex, Text } from '@backstage/ui';
import { PersonLink, Timestamp } from '@etude/ui';
import type { FactDifference } from '../../model/fact-differences';
import { DifferencesTable } from '../DifferencesTable';
import styles from './ConflictNotice.module.css';

export type ConflictNoticeProps = {
  /** What was edited: `metric`. */
  readonly what: string;
  /** Who stored another version meanwhile, and when (ISO 8601). */
  readonly stored: { readonly updatedBy: string; readonly updatedAt: string };
  /** Where both differ: `before` is what is stored, `after` what is typed. */
  readonly differences: readonly FactDifference[];
  readonly isPending: boolean;
  readonly onKeepMine: () => void;
  readonly onTakeStored: () => void;
};

/** Both versions side by side where they differ, and the two ways on. */
export const ConflictNotice = (props: ConflictNoticeProps) => {
  const { what, stored, differences } = props;
  return (
    <div role="alert" className={styles.conflict}>
      <Alert
        status="warning"
        icon
        title={`Someone changed this ${what} while you were editing it`}
        description="Nothing of yours is lost. Compare both versions and choose."
      />
      <Text as="p" variant="body-small" color="secondary">
        Stored <Timestamp at={stored.updatedAt} /> by{' '}
        <PersonLink actor={stored.updatedBy} />.
      </Text>
      <DifferencesTable
        label="Differences"
        differences={differences}
        before="Stored now"
        after="Yours"
      />
      <Flex gap="3">
        <Button isPending={props.isPending} onPress={props.onKeepMine}>
          Save yours over it
        </Button>
        <Button variant="secondary" onPress={props.onTakeStored}>
          Take the stored one
        </Button>
      </Flex>
    </div>
  );
};
