import { openCompactionEngine } from './compaction-engine';
import { readEdgeConfig } from './edge-config';
import { createProcessLog } from './process-log';
import { runCompactor } from './run-compactor';
import { runProgram, stopSignal } from './run-program';

const report = createProcessLog('compactor');

runProgram(async () => {
  const config = readEdgeConfig(process.env);
  const signal = stopSignal();
  const { query, close } = await openCompactionEngine(config.compactThreads);
  try {
    await runCompactor(config, { query, signal, report });
  } finally {
    close();
  }
}, report);
