import { useApi } from '@backstage/frontend-plugin-api';
import { CardBody, CardHeader, Flex, Text } from '@backstage/ui';
import type { FlagRecord, Materialization } from '@etude/plugin-flags-common';
import { LoadedView, formatCount, useLoaded } from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';
import { GroupCard } from '../GroupCard';
import { KeptUnit } from './KeptUnit';
import styles from './StickyAssignments.module.css';
import { ruleNameOf } from './rule-name';

export type StickyAssignmentsProps = {
  readonly flag: FlagRecord;
  readonly canChange: boolean;
};

type StoreProps = StickyAssignmentsProps & {
  readonly store: Materialization;
  readonly onRemoved: () => void;
};

const Counts = ({ flag, store }: StoreProps) => {
  const counts = store.counts.filter(count => count.flag === flag.id);
  if (counts.length === 0) {
    return <Text color="secondary">It keeps no unit of this flag yet.</Text>;
  }
  return (
    <table className={styles.counts} aria-label={`Units kept in ${store.name}`}>
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col">Keeps</th>
          <th scope="col" className={styles.number}>
            Units
          </th>
        </tr>
      </thead>
      <tbody>
        {counts.map(({ rule, variant, units }) => (
          <tr key={`${rule} ${variant ?? ''}`}>
            <td>{ruleNameOf(flag, rule)}</td>
            <td>{variant ?? 'what a later rule gives'}</td>
            <td className={styles.number}>{formatCount(units)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Store = (props: StoreProps) => {
  const { flag, store } = props;
  const others = store.flags.filter(id => id !== flag.id);
  return (
    <GroupCard label={`Store ${store.name}`}>
      <CardHeader>
        <Text as="h2" variant="title-x-small" weight="bold">
          Sticky assignments in {store.name}
        </Text>
      </CardHeader>
      <CardBody>
        <Flex direction="column" gap="4" align="stretch">
          <Text color="secondary">
            Units keep the variant that they got, whatever changes in the rule.
            {others.length > 0 && ` Also used by ${others.join(', ')}.`}
          </Text>
          <Counts {...props} />
          <KeptUnit {...props} />
        </Flex>
      </CardBody>
    </GroupCard>
  );
};

/** The units that rules of a flag keep in their variant. */
export const StickyAssignments = (props: StickyAssignmentsProps) => {
  const api = useApi(flagsApiRef);
  const { flag } = props;
  const stores = useLoaded(`materializations ${flag.id} ${flag.etag}`, () =>
    api.materializations.list(),
  );
  return (
    <LoadedView {...stores} what="the sticky assignments">
      {all =>
        all
          .filter(({ flags }) => flags.includes(flag.id))
          .map(store => (
            <Store
              key={store.name}
              {...props}
              store={store}
              onRemoved={stores.reload}
            />
          ))
      }
    </LoadedView>
  );
};
