import { LunrSearchEngine } from '@backstage/plugin-search-backend-node';

type Query = Parameters<LunrSearchEngine['query']>[0];
type Results = Awaited<ReturnType<LunrSearchEngine['query']>>;

/**
 * The search engine of a portal without PostgreSQL. What is not indexed yet
 * has no results: a portal that has just started, or has no documentation,
 * must not answer a search with an error.
 */
export class PatientLunrSearchEngine extends LunrSearchEngine {
  override async query(query: Query): Promise<Results> {
    const indexed = Object.keys(this.lunrIndices);
    const wanted = query.types ?? [];
    const isIndexed =
      wanted.length === 0 || wanted.some(type => indexed.includes(type));
    return isIndexed ? super.query(query) : { results: [], numberOfResults: 0 };
  }
}
