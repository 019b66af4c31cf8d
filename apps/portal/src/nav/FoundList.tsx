import { FoundItem } from '@etude/ui';
import type { FoundItemProps } from '@etude/ui';

export type FoundListProps = { readonly results: readonly FoundItemProps[] };

/** What was found by the search that opens over any page. */
export const FoundList = ({ results }: FoundListProps) => (
  <>
    {results.map(found => (
      <FoundItem key={found.document.location} {...found} />
    ))}
  </>
);
