import { FoundItem } from '@etude/ui';
import type { FoundItemProps } from '@etude/ui';
import styles from './FoundList.module.css';

export type FoundListProps = { readonly results: readonly FoundItemProps[] };

/** What was found by the search that opens over any page. */
export const FoundList = ({ results }: FoundListProps) => (
  <ul className={styles.list}>
    {results.map(found => (
      <li key={found.document.location} className={styles.found}>
        <FoundItem {...found} />
      </li>
    ))}
  </ul>
);
