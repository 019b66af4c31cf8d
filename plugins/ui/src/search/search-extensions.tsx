import {
  SearchFilterResultTypeBlueprint,
  SearchResultListItemBlueprint,
} from '@backstage/plugin-search-react/alpha';
import type { ReactElement } from 'react';
import type { Found } from './search-documents';

type ResultType = {
  readonly value: string;
  readonly name: string;
  readonly icon: ReactElement;
};

/** What the search page gives an item, more than its types say. */
type ItemProps = Omit<Found, 'document' | 'type'> & {
  readonly result?: Found['document'];
};

/**
 * The extensions that make a type of the search index a plugin's own on the
 * search page: an entry of the type filter, and an item for its results.
 */
export const createSearchExtensions = (type: ResultType) => [
  SearchFilterResultTypeBlueprint.make({ params: type }),
  SearchResultListItemBlueprint.make({
    params: {
      predicate: result => result.type === type.value,
      component: async () => {
        const { FoundItem } = await import('./FoundItem');
        return ({ result, highlight }: ItemProps) =>
          result ? (
            <FoundItem
              type={type.value}
              document={result}
              icon={type.icon}
              {...(highlight && { highlight })}
            />
          ) : null;
      },
    },
  }),
];
