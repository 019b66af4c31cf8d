import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Badge, Button, Flex, Link, Text } from '@backstage/ui';
import { LoadedView, StateMessage, StatusBadge } from '@etude/ui';
import { useState } from 'react';
import { HomeCard } from './HomeCard';
import styles from './HomePage.module.css';
import { useOpenExperiments } from './use-my-work';
import { waitingItems } from './waiting-items';
import type { WaitingItem } from './waiting-items';

const SHOWN = 5;

const WaitingRow = ({ item }: { readonly item: WaitingItem }) => (
  <li className={styles.row}>
    <StatusBadge tone={item.tone}>{item.state}</StatusBadge>
    <Flex direction="column" gap="1">
      <Flex align="center" gap="2">
        <Link href={item.href} weight="bold">
          {item.experiment.name}
        </Link>
        {item.experiment.demo && <Badge size="small">Demo</Badge>}
      </Flex>
      <Text color="secondary">{item.reason}</Text>
    </Flex>
    <EntityRefLink entityRef={item.experiment.owner} hideIcon />
  </li>
);

const WaitingList = (props: { readonly items: readonly WaitingItem[] }) => {
  const [isWhole, setIsWhole] = useState(false);
  const { items } = props;
  if (items.length === 0) {
    return (
      <StateMessage
        title="Nothing waits for you"
        reason="No experiment of your groups needs a decision, a look or a launch."
        action={<Link href="/experiments">See what is being tested</Link>}
      />
    );
  }
  return (
    <>
      <ul className={styles.rows}>
        {items.slice(0, isWhole ? items.length : SHOWN).map(item => (
          <WaitingRow key={item.experiment.id} item={item} />
        ))}
      </ul>
      {items.length > SHOWN && (
        <Button variant="tertiary" onPress={() => setIsWhole(!isWhole)}>
          {isWhole ? 'Show fewer' : `Show all ${items.length}`}
        </Button>
      )}
    </>
  );
};

/** What the person's groups have to do, most urgent first. */
export const WaitingForMe = () => {
  const experiments = useOpenExperiments();
  return (
    <HomeCard
      title="Waiting for you"
      more={{ href: '/experiments', label: 'All experiments' }}
    >
      <LoadedView {...experiments} what="what waits for you">
        {open => <WaitingList items={waitingItems(open, new Date())} />}
      </LoadedView>
    </HomeCard>
  );
};
