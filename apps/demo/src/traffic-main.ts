import { readDemoConfig } from './demo-config';
import { readDemoFile } from './demo-file';
import { sendTraffic } from './traffic';

const log = (sentence: string): void => {
  process.stdout.write(`${new Date().toISOString()} ${sentence}\n`);
};

const run = async (): Promise<void> => {
  const config = readDemoConfig(process.env);
  const demo = await readDemoFile(config.demoFile);
  if (!demo) {
    throw new Error('the demo organisation is not seeded; run seed-main first');
  }
  const stop = new AbortController();
  process.once('SIGTERM', () => stop.abort());
  process.once('SIGINT', () => stop.abort());
  log(`${config.readersPerSecond} readers a second`);
  await sendTraffic({
    edgeUrl: config.edgeUrl,
    clientSecret: demo.clientSecret,
    flagId: demo.flagId,
    readersPerSecond: config.readersPerSecond,
    signal: stop.signal,
    onTrouble: log,
  });
};

run().catch((error: unknown) => {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
