import {
  createExtension,
  createExtensionDataRef,
} from '@backstage/frontend-plugin-api';
import type { ReactElement } from 'react';
import { lazyPart } from '../states/lazy-part';
import type { Found } from './search-documents';

type ItemProps = Omit<Found, 'document'> & {
  readonly result?: Found['document'];
};

type ResultItem = {
  readonly predicate: (result: { readonly type: string }) => boolean;
  readonly component: (props: ItemProps) => ReactElement | null;
};

type ResultType = {
  readonly value: string;
  readonly name: string;
  readonly icon: ReactElement;
};

// What the search page takes, by the names it takes them under.
const resultItemRef = createExtensionDataRef<ResultItem>().with({
  id: 'search.search-result-list-item.item',
});
const resultTypeRef = createExtensionDataRef<ResultType>().with({
  id: 'search.filters.result-types.type',
});

const LazyFoundItem = lazyPart(async () => {
  const { FoundItem } = await import('./FoundItem');
  return FoundItem;
});

/**
 * The extensions that make a type of the search index a plugin's own on the
 * search page: an entry of the type filter, and an item for its results.
 */
export const createSearchExtensions = (type: ResultType) => [
  createExtension({
    kind: 'search-filter-result-type',
    attachTo: { id: 'page:search', input: 'resultTypes' },
    output: [resultTypeRef],
    factory: () => [resultTypeRef(type)],
  }),
  createExtension({
    kind: 'search-result-list-item',
    attachTo: { id: 'page:search', input: 'items' },
    output: [resultItemRef],
    factory: () => [
      resultItemRef({
        predicate: result => result.type === type.value,
        component: ({ result, ...found }) =>
          result ? (
            <LazyFoundItem {...found} document={result} icon={type.icon} />
          ) : null,
      }),
    ],
  }),
];
