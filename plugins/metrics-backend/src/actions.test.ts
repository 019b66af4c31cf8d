import { createServiceFactory } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockCredentials } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import {
  eventsFactTable,
  revenueMetric,
  startMetricsBackend,
} from './__testUtils__/start-metrics-backend';
import { createTestLake } from './__testUtils__/test-lake';

it('answers the assistant about metrics and fact tables', async () => {
  const lake = await createTestLake();
  const registry = actionsRegistryServiceMock();
  const api = await startMetricsBackend({
    lakeDir: lake.directory,
    features: [
      createServiceFactory({
        service: actionsRegistryServiceRef,
        deps: {},
        factory: () => registry,
      }),
    ],
  });
  await api.post('/fact-tables', eventsFactTable()).expect(201);
  await api.post('/metrics', revenueMetric()).expect(201);

  const invoke = async (name: string, input: Record<string, string>) => {
    const credentials = mockCredentials.user();
    const id = `test:${name}`;
    return (await registry.invoke({ id, input, credentials })).output;
  };
  expect(await invoke('list-metrics', { q: 'revenue' })).toMatchObject({
    metrics: [{ id: 'revenue-per-user' }],
  });
  expect(await invoke('get-metric', { id: 'revenue-per-user' })).toMatchObject({
    metric: { factTableId: 'purchases' },
  });
  expect(await invoke('list-fact-tables', {})).toMatchObject({
    factTables: [{ id: 'purchases' }],
  });
  await lake.remove();
});
