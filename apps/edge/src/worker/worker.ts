import { readWorkerConfig } from './worker-config';
import type { WorkerBindings } from './worker-config';
import { createWorkerEdge } from './worker-edge';
import type { WorkerEdge, WorkerHost } from './worker-edge';

/** What a runtime gives with a request. */
export type WorkerContext = {
  readonly waitUntil: (work: Promise<unknown>) => void;
};

const host: WorkerHost = {
  fetch: (input, init) => fetch(input, init),
  clock: { now: () => new Date() },
  newId: () => crypto.randomUUID().replaceAll('-', ''),
  random: Math.random,
  onProblem: message => {
    // eslint-disable-next-line no-console -- the console is a Worker's log
    console.error(
      JSON.stringify({ program: 'edge', event: 'problem', message }),
    );
  },
};

let edge: WorkerEdge | null = null;

/**
 * The edge as a Worker: `fetch` with the bindings that the README lists.
 * Wrong bindings fail every request, and the log of the runtime says why.
 */
const worker = {
  fetch: async (
    request: Request,
    bindings: WorkerBindings,
    context: WorkerContext,
  ): Promise<Response> => {
    edge ??= createWorkerEdge(readWorkerConfig(bindings), host);
    await edge.state.prepare(work => context.waitUntil(work));
    return edge.answer(request);
  },
};

// Worker runtimes take the default export.
export { worker as default };
