import { MetricsClient } from '@etude/plugin-metrics-common';
import type { ComputeRequest } from '@etude/plugin-metrics-common';
import { testPlan } from '../__testUtils__/new-experiment';
import { measurementProblems } from './measurement-problems';

const clientThat = (
  answer: (body: ComputeRequest) => readonly { path: string }[],
): MetricsClient => {
  const client = new MetricsClient({
    discoveryApi: { getBaseUrl: async () => 'http://localhost' },
    fetchApi: { fetch: async () => new Response() },
  });
  client.checkComputation = async body =>
    answer(body).map(({ path }) => ({ code: 'ETUDE_X', message: '', path }));
  return client;
};

describe('measurementProblems', () => {
  it('asks nothing of a plan without filter and dimensions', async () => {
    const client = clientThat(() => {
      throw new Error('Asked.');
    });
    expect(await measurementProblems(testPlan(), client)).toEqual([]);
  });

  it('names the parts of the plan, and leaves the others to others', async () => {
    const asked: ComputeRequest[] = [];
    const client = clientThat(body => {
      asked.push(body);
      return [
        { path: 'exposureFilter.filters[0].column' },
        { path: 'dimensionSources[1].factTableId' },
        { path: 'metrics[0].window' },
      ];
    });
    const plan = testPlan({
      exposureFilter: { factTableId: 'views', filters: [] },
      dimensions: [{ name: 'plan', factTableId: 'people', column: 'plan' }],
    });
    const problems = await measurementProblems(plan, client);
    expect(problems.map(({ path }) => path)).toEqual([
      'plan.exposureFilter.filters[0].column',
      'plan.dimensions[1].factTableId',
    ]);
    expect(asked[0]).toMatchObject({
      exposureFilter: plan.exposureFilter,
      dimensionSources: plan.dimensions,
    });
  });
});
