import { isEtudeError } from '@etude/kernel';
import type { Clients } from './clients';
import type { DemoConfig } from './demo-config';
import type { DemoFile } from './demo-file';
import { readDemoFile, writeDemoFile } from './demo-file';
import { endedExperiment, liveExperiment } from './experiments';
import { metrics, shopEvents } from './metrics';
import { plantedExperiments } from './planted-experiments';
import { flags } from './truth';
import type { DemoFlag } from './truth';
import { writeHistory } from './write-history';

const CLIENT_ID = 'storefront';
const LIVE_FLAG = 'book-page-layout';
const ROLLOUT = { flagId: 'reading-list-sharing', variant: 'on', reach: 0.2 };

export type SeedOptions = {
  readonly config: DemoConfig;
  readonly clients: Clients;
  readonly now: Date;
  /** Told what has been achieved, in words. */
  readonly onProgress: (sentence: string) => void;
};

// A seeding that was interrupted is run again: what is there already stays.
const unlessThere = async (create: () => Promise<unknown>): Promise<void> => {
  try {
    await create();
  } catch (error) {
    const isThere = isEtudeError(error) && error.details['status'] === 409;
    if (!isThere) throw error;
  }
};

const createFlag = (clients: Clients, flag: DemoFlag): Promise<void> =>
  unlessThere(() =>
    clients.flags.createFlag({
      id: flag.id,
      description: flag.description,
      owner: flag.owner,
      componentRef: flag.componentRef,
      labels: { surface: flag.surface, demo: 'true' },
      clients: [CLIENT_ID],
      schema: { type: 'struct', fields: { [flag.field]: { type: 'string' } } },
      variants: [flag.control, flag.treatment].map(id => ({
        id,
        value: { [flag.field]: id },
        description: '',
      })),
    }),
  );

const seedFlags = async ({ clients }: SeedOptions): Promise<string> => {
  await unlessThere(() =>
    clients.flags.clients.create({
      id: CLIENT_ID,
      displayName: 'Storefront',
      owner: 'group:default/growth',
    }),
  );
  const { secret } = await clients.flags.clients.createCredential(CLIENT_ID, {
    name: 'demo traffic',
    kind: 'server',
    environments: [],
  });
  for (const flag of flags) await createFlag(clients, flag);
  await clients.flags.putRollout(ROLLOUT.flagId, {
    variant: ROLLOUT.variant,
    reach: ROLLOUT.reach,
  });
  return secret;
};

const seedMetrics = async ({ clients }: SeedOptions): Promise<void> => {
  await unlessThere(() => clients.metrics.createFactTable(shopEvents));
  for (const metric of metrics) {
    await unlessThere(() => clients.metrics.createMetric(metric));
  }
};

const seedEndedExperiments = async (options: SeedOptions): Promise<void> => {
  for (const planted of plantedExperiments) {
    await unlessThere(() =>
      options.clients.experiments.importExperiment(
        endedExperiment(planted, options.now),
      ),
    );
  }
};

const seedLiveExperiment = async ({
  clients,
}: SeedOptions): Promise<string> => {
  const draft = liveExperiment(LIVE_FLAG);
  const id = draft.id ?? LIVE_FLAG;
  await unlessThere(() => clients.experiments.createExperiment(draft));
  const { experiment } = await clients.experiments.getExperiment(id);
  if (experiment.state === 'draft') {
    await clients.experiments.launchExperiment(id);
  }
  await clients.experiments.refreshExperiment(id);
  return id;
};

/**
 * Puts the demo organisation into a running system, through its public APIs
 * and its lake; a second call finds it there and does nothing.
 */
export const seedOrganisation = async (
  options: SeedOptions,
): Promise<DemoFile> => {
  const { config, now, onProgress } = options;
  const known = await readDemoFile(config.demoFile);
  if (known) {
    onProgress('the demo organisation was there already');
    return known;
  }
  const clientSecret = await seedFlags(options);
  onProgress(`${flags.length} flags and a rollout`);
  await writeHistory({
    experiments: plantedExperiments,
    lakeDir: config.lakeDir,
    now,
  });
  onProgress('two years of assignments and events in the lake');
  await seedMetrics(options);
  onProgress(`${metrics.length} metrics`);
  await seedEndedExperiments(options);
  onProgress(`${plantedExperiments.length} ended experiments, each analysed`);
  const liveExperimentId = await seedLiveExperiment(options);
  onProgress(`'${liveExperimentId}' is live`);
  const demo: DemoFile = {
    clientSecret,
    flagId: LIVE_FLAG,
    liveExperimentId,
    seededAt: now.toISOString(),
  };
  await writeDemoFile(config.demoFile, demo);
  return demo;
};
