import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import type { SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { TestPipeline } from '@backstage/plugin-search-backend-node';
import type { RegisterCollatorParameters } from '@backstage/plugin-search-backend-node';
import {
  searchEngineRegistryExtensionPoint,
  searchIndexRegistryExtensionPoint,
} from '@backstage/plugin-search-backend-node/alpha';
import type { ExperimentListItem } from '@etude/plugin-experiments-common';
import { searchModuleEtude } from './module';

const experiment = (id: string): ExperimentListItem => ({
  id,
  name: `Experiment ${id}`,
  hypothesis: 'A green button sells more.',
  owner: 'group:default/growth',
  componentRef: null,
  surface: null,
  flagId: 'checkout-button',
  state: 'live',
  demo: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  launchedAt: null,
  plannedEndAt: null,
  endedAt: null,
  daysRunning: null,
  units: null,
  requiredUnits: null,
  progress: null,
  health: null,
  recommendation: null,
  computedAt: null,
  problem: null,
  verdictClass: null,
  verdictReason: null,
  decision: null,
});

const record = {
  owner: 'group:default/growth',
  description: 'Colour of the button',
  etag: '1',
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'user:default/ada',
  updatedAt: '2026-01-01T00:00:00.000Z',
  updatedBy: 'user:default/ada',
  state: 'active',
};

const answering = (
  pluginId: string,
  answer: (query: URLSearchParams) => object,
) =>
  createBackendPlugin({
    pluginId,
    register(env) {
      env.registerInit({
        deps: { httpRouter: coreServices.httpRouter },
        init: ({ httpRouter }) => {
          httpRouter.use((request, response) => {
            const { searchParams } = new URL(request.url, 'http://localhost');
            response.json(answer(searchParams));
          });
          return Promise.resolve();
        },
      });
    },
  });

const experiments = answering('experiments', query => {
  const all = Array.from({ length: 501 }, (_, index) =>
    experiment(`experiment-${index}`),
  );
  const offset = Number(query.get('offset'));
  return {
    items: all.slice(offset, offset + Number(query.get('limit'))),
    totalItems: all.length,
  };
});

const flags = answering('flags', () => ({
  items: [
    {
      ...record,
      id: 'checkout-button',
      componentRef: null,
      labels: {},
      clients: [],
      schema: { type: 'struct', fields: {} },
      variants: [{ id: 'green', value: {}, description: '' }],
      rules: [],
      enabled: false,
      disabledEnvironments: [],
      defaultVariant: null,
      prerequisites: [],
    },
  ],
  totalItems: 1,
}));

const metrics = answering('metrics', () => ({
  metrics: [
    {
      ...record,
      id: 'revenue',
      name: 'Revenue per user',
      factTableId: 'purchases',
      entity: 'user',
      type: 'average',
      aggregation: 'sum',
      filters: [],
      window: null,
      direction: 'increase',
    },
  ],
}));

const startCollators = async () => {
  const added: RegisterCollatorParameters[] = [];
  const schedules: SchedulerServiceTaskScheduleDefinition[] = [];
  await startTestBackend({
    extensionPoints: [
      [searchEngineRegistryExtensionPoint, { setSearchEngine: () => {} }],
      [
        searchIndexRegistryExtensionPoint,
        {
          addCollator: (options: RegisterCollatorParameters) => {
            added.push(options);
          },
          addDecorator: () => {},
        },
      ],
    ],
    features: [
      searchModuleEtude,
      experiments,
      flags,
      metrics,
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () =>
          mockServices.scheduler.mock({
            createScheduledTaskRunner: schedule => {
              schedules.push(schedule);
              return { run: async () => {} };
            },
          }),
      }),
    ],
  });
  const documentsOf = async (type: string) => {
    const factory = added.find(one => one.factory.type === type)?.factory;
    if (!factory) throw new Error(`No collator of ${type} was added.`);
    return TestPipeline.fromCollator(await factory.getCollator()).execute();
  };
  return { added, schedules, documentsOf };
};

describe('the search module', () => {
  it('indexes every experiment, over several pages', async () => {
    const { documentsOf } = await startCollators();
    const { documents, error } = await documentsOf('experiment');
    expect(error).toBeUndefined();
    expect(documents).toHaveLength(501);
    expect(documents[500]).toMatchObject({
      title: 'Experiment experiment-500',
      location: '/experiments/experiment-500',
      summary: 'A green button sells more.',
    });
    expect(documents[500]?.text).toMatch(
      /^A green button sells more\. · experiment-500 · .* · growth · /,
    );
  });

  it('indexes flags and metrics with what their rows show', async () => {
    const { documentsOf } = await startCollators();
    const shown = {
      owner: 'group:default/growth',
      summary: 'Colour of the button',
    };
    expect((await documentsOf('flag')).documents).toMatchObject([
      {
        ...shown,
        title: 'checkout-button',
        location: '/flags/checkout-button',
        state: 'off',
      },
    ]);
    expect((await documentsOf('metric')).documents).toMatchObject([
      {
        ...shown,
        title: 'Revenue per user',
        location: '/metrics/revenue',
        state: 'active',
      },
    ]);
  });

  it('guards each type with a read permission and runs every minute', async () => {
    const { added, schedules } = await startCollators();
    expect(
      added.map(({ factory }) => factory.visibilityPermission?.attributes),
    ).toEqual([{ action: 'read' }, { action: 'read' }, { action: 'read' }]);
    expect(schedules).toHaveLength(3);
    for (const schedule of schedules) {
      expect(schedule.frequency).toEqual({ minutes: 1 });
    }
  });
});
