import { createClients } from './clients';
import { readDemoConfig } from './demo-config';
import { seedOrganisation } from './seed-organisation';

const run = async (): Promise<void> => {
  const config = readDemoConfig(process.env);
  await seedOrganisation({
    config,
    clients: createClients(config),
    now: new Date(),
    onProgress: sentence => process.stdout.write(`${sentence}\n`),
  });
};

run().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
