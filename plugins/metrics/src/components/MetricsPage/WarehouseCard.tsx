import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Card, CardBody, Flex, Text } from '@backstage/ui';
import type {
  WarehouseInfo,
  WarehouseTest,
} from '@etude/plugin-metrics-common';
import {
  PersonLink,
  StatusBadge,
  Timestamp,
  formatNumber,
  useCommand,
} from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { limitWords, typeWords } from '../../model/warehouse-words';
import styles from './WarehouseCard.module.css';

const State = ({ test }: { readonly test: WarehouseTest | null }) => {
  if (test === null) return <StatusBadge tone="muted">Not tested</StatusBadge>;
  return test.status === 'ok' ? (
    <StatusBadge tone="good">Answers</StatusBadge>
  ) : (
    <StatusBadge tone="bad">Does not answer</StatusBadge>
  );
};

const TestResult = ({ test }: { readonly test: WarehouseTest | null }) => {
  if (test === null) {
    return (
      <Text as="p" color="secondary">
        Nobody has tested the connection since the portal was started.
      </Text>
    );
  }
  return (
    <div role="status">
      {test.status === 'failed' && (
        <Text as="p" className={styles.problem ?? ''}>
          {test.problem.message}
        </Text>
      )}
      <Text as="p" color="secondary">
        {test.status === 'ok'
          ? `Answered within ${formatNumber(test.elapsedMs)} ms, tested `
          : 'Tested '}
        <Timestamp at={test.testedAt} /> by <PersonLink actor={test.testedBy} />
        .
      </Text>
    </div>
  );
};

/** One warehouse: what and where it is, its limits, and how its test went. */
export const WarehouseCard = (props: {
  readonly warehouse: WarehouseInfo;
  readonly onTested: () => void;
}) => {
  const { warehouse, onTested } = props;
  const api = useApi(metricsApiRef);
  const test = useCommand(async () => {
    await api.warehouses.test(warehouse.id);
    onTested();
  });
  return (
    <Card>
      <CardBody>
        <Flex direction="column" gap="2">
          <Flex justify="between" align="center" gap="3">
            <Text as="h2" variant="title-x-small" weight="bold">
              {warehouse.name}
            </Text>
            <State test={warehouse.lastTest} />
          </Flex>
          <Text as="p" color="secondary">
            {typeWords(warehouse)}; its id is {warehouse.id}.
          </Text>
          <Text as="p">{limitWords(warehouse)}</Text>
          <TestResult test={warehouse.lastTest} />
          {test.error && (
            <Text as="p" role="alert" className={styles.problem ?? ''}>
              {test.error.message}
            </Text>
          )}
          <div>
            <Button
              size="small"
              variant="secondary"
              aria-label={`Test connection of ${warehouse.name}`}
              isPending={test.isPending}
              onPress={() => void test.run()}
            >
              Test connection
            </Button>
          </div>
        </Flex>
      </CardBody>
    </Card>
  );
};
