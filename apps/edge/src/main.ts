import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { readEdgeConfig } from './edge-config';
import { createProcessLog } from './process-log';
import { runEdge } from './run-edge';
import { runProgram, stopSignal } from './run-program';

// While assignments wait for the disk, V8 learns that resolutions live long and
// puts all later ones into the old space, also where answers wait for nothing:
// its short collections then took 7 to 14 ms in most runs instead of 1.
setFlagsFromString('--no-allocation-site-pretenuring');

const report = createProcessLog('edge');

runProgram(async () => {
  const stopped = stopSignal();
  const edge = await runEdge(readEdgeConfig(process.env), report);
  if (!stopped.aborted) await once(stopped, 'abort');
  await edge.stop();
}, report);
