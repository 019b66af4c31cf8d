import { Link, Text } from '@backstage/ui';
import { formatCount, LoadedView, StateMessage } from '@etude/ui';
import { HomeCard } from './HomeCard';
import styles from './HomePage.module.css';
import { useOwnedCounts } from './use-my-work';
import type { OwnedCounts } from './use-my-work';

type Count = {
  readonly label: string;
  readonly count: number;
  readonly href: string;
};

const PLURALS: Readonly<Record<string, string>> = {
  API: 'APIs',
  System: 'Systems',
};

const countsOf = ({ owner, kinds, flags, experiments }: OwnedCounts): Count[] =>
  [
    ...kinds.map(({ kind, count }) => ({
      label: PLURALS[kind] ?? `${kind}s`,
      count,
      href: `/catalog?filters[kind]=${kind.toLowerCase()}&filters[user]=owned`,
    })),
    { label: 'Flags', count: flags, href: `/flags?owner=${owner}` },
    {
      label: 'Experiments',
      count: experiments,
      href: `/experiments?owner=${owner}`,
    },
  ].filter(({ count }) => count > 0);

const Counts = ({ counts }: { readonly counts: readonly Count[] }) =>
  counts.length === 0 ? (
    <StateMessage
      title="You own nothing yet"
      reason="What your groups own in the catalog appears here."
      action={<Link href="/create">Start a service</Link>}
    />
  ) : (
    <ul className={styles.counts}>
      {counts.map(({ label, count, href }) => (
        <li key={label} className={styles.count}>
          <Link href={href}>{label}</Link>
          <Text className={styles.number ?? ''}>{formatCount(count)}</Text>
        </li>
      ))}
    </ul>
  );

/** How much of what the person's groups own, with the lists behind it. */
export const WhatIOwn = () => {
  const counts = useOwnedCounts();
  return (
    <HomeCard title="What you own">
      <LoadedView {...counts} what="what you own">
        {owned => <Counts counts={countsOf(owned)} />}
      </LoadedView>
    </HomeCard>
  );
};
