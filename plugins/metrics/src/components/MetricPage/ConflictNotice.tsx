import { Alert, Button, Flex, Text } from '@backstage/ui';
import type { StoredMetric } from '@etude/plugin-metrics-common';
import { Timestamp } from '@etude/ui';
import { factDifferences } from '../../model/metric-facts';
import type { MetricDefinition } from '../../model/wire-types';
import styles from './MetricPage.module.css';

export type ConflictNoticeProps = {
  /** What was to be saved. */
  readonly mine: MetricDefinition;
  /** What someone else stored meanwhile. */
  readonly stored: StoredMetric;
  readonly isPending: boolean;
  readonly onKeepMine: () => void;
  readonly onTakeStored: () => void;
};

/** Both versions side by side where they differ, and the two ways on. */
export const ConflictNotice = (props: ConflictNoticeProps) => {
  const { mine, stored } = props;
  const differences = factDifferences(stored, mine);
  return (
    <div role="alert" className={styles.conflict}>
      <Alert
        status="warning"
        icon
        title={`${stored.updatedBy} changed this metric while you were editing it`}
        description="Nothing of yours is lost. Compare both versions and choose."
      />
      <Text as="p" variant="body-small" color="secondary">
        Stored <Timestamp at={stored.updatedAt} />.
      </Text>
      <table className={styles.diff} aria-label="Differences">
        <thead>
          <tr>
            <th scope="col">Property</th>
            <th scope="col">Yours</th>
            <th scope="col">Stored now</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(difference => (
            <tr key={difference.label}>
              <th scope="row">{difference.label}</th>
              <td>{difference.after}</td>
              <td>{difference.before}</td>
            </tr>
          ))}
        </tbody>
      </table>
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
