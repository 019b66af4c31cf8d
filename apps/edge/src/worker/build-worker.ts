import { join } from 'node:path';
import { createProcessLog } from '../process-log';
import { runProgram } from '../run-program';
import { bundleWorker } from './bundle-worker';

// `yarn workspace @etude/edge build:worker`.
runProgram(
  () => bundleWorker(join(__dirname, '..', '..', 'dist', 'worker')),
  createProcessLog('build-worker'),
);
