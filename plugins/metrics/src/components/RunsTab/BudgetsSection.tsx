import { useApi } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Card, CardBody, Flex, Text } from '@backstage/ui';
import { bytesText, elapsedText } from '@etude/plugin-metrics-common';
import type { BudgetUse } from '@etude/plugin-metrics-common';
import { LoadedView, Timestamp, useLoaded } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import styles from './RunsTab.module.css';

type MeterProps = {
  readonly what: string;
  readonly used: number;
  readonly limit: number;
  readonly format: (amount: number) => string;
};

const Meter = ({ what, used, limit, format }: MeterProps) => {
  const share = limit === 0 ? 1 : Math.min(1, used / limit);
  const left = Math.max(0, limit - used);
  return (
    <div>
      <Text as="p">
        {format(used)} of {format(limit)} {what} used,{' '}
        {left === 0 ? 'nothing left' : `${format(left)} left`}
      </Text>
      <div
        className={styles.meter}
        role="meter"
        aria-label={`Share of ${what} used`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
      >
        <div
          className={share >= 1 ? styles.over : styles.used}
          style={{ width: `${share * 100}%` }}
        />
      </div>
    </div>
  );
};

const Budget = ({ budget }: { readonly budget: BudgetUse }) => {
  const { owner, per, bytes, seconds, resetsAt, contact } = budget;
  return (
    <Card>
      <CardBody>
        <Flex direction="column" gap="2">
          <Text weight="bold">
            <EntityRefLink entityRef={owner} />
          </Text>
          {bytes && <Meter what="read" {...bytes} format={bytesText} />}
          {seconds && (
            <Meter
              what="warehouse time"
              {...seconds}
              format={amount => elapsedText(amount * 1000)}
            />
          )}
          <Text as="p" variant="body-small" color="secondary">
            Of this {per}; it begins anew <Timestamp at={resetsAt} />.
            {contact !== null && (
              <>
                {' '}
                For more, ask <EntityRefLink entityRef={contact} />.
              </>
            )}
          </Text>
        </Flex>
      </CardBody>
    </Card>
  );
};

/** What teams may use of the warehouses, where there are budgets. */
export const BudgetsSection = (props: { readonly owner: string }) => {
  const api = useApi(metricsApiRef);
  const budgets = useLoaded('budgets', () => api.runs.budgets());
  return (
    <LoadedView {...budgets} what="the budgets">
      {all => {
        const shown = all.filter(
          ({ owner }) => props.owner === '' || owner === props.owner,
        );
        return shown.length === 0 ? null : (
          <section aria-label="Budgets">
            <div className={styles.budgets}>
              {shown.map(budget => (
                <Budget key={budget.owner} budget={budget} />
              ))}
            </div>
          </section>
        );
      }}
    </LoadedView>
  );
};
