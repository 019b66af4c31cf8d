import { mockServices } from '@backstage/backend-test-utils';
import { PatientLunrSearchEngine } from './patient-lunr-search-engine';

describe('PatientLunrSearchEngine', () => {
  it('has no results, rather than an error, for what is not indexed yet', async () => {
    const engine = new PatientLunrSearchEngine({
      logger: mockServices.logger.mock(),
    });
    await expect(
      engine.query({ term: 'checkout', types: ['techdocs'] }),
    ).resolves.toMatchObject({ results: [] });
  });
});
