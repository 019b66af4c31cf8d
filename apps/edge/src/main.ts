import { once } from 'node:events';
import { readEdgeConfig } from './edge-config';
import { createProcessLog } from './process-log';
import { runEdge } from './run-edge';
import { runProgram, stopSignal } from './run-program';

const report = createProcessLog('edge');

runProgram(async () => {
  const stopped = stopSignal();
  const edge = await runEdge(readEdgeConfig(process.env), report);
  if (!stopped.aborted) await once(stopped, 'abort');
  await edge.stop();
}, report);
