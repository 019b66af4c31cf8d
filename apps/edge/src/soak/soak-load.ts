import { setTimeout as delay } from 'node:timers/promises';
import { publishEvents, resolveFlags } from './confidence-load';
import type { EdgeRun } from './edge-fleet';
import type { LoadClient } from './load-client';
import { evaluateAll, evaluateOne } from './ofrep-load';
import { evaluateSticky } from './sticky-load';

type Send = (client: LoadClient, run: EdgeRun) => Promise<void>;

const KINDS: readonly { readonly share: number; readonly send: Send }[] = [
  { share: 0.25, send: evaluateOne },
  { share: 0.15, send: evaluateSticky },
  { share: 0.15, send: evaluateAll },
  {
    share: 0.15,
    send: (client, run) => resolveFlags(client, run, 'applyNow'),
  },
  {
    share: 0.15,
    send: (client, run) => resolveFlags(client, run, 'applyLater'),
  },
  { share: 0.15, send: publishEvents },
];

const sendOne: Send = async (client, run) => {
  let left = client.random.next();
  for (const { share, send } of KINDS) {
    if (left < share) return send(client, run);
    left -= share;
  }
};

// Before a kill one of each kind at once, so that many answers are under way.
const sendEach: Send = async (client, run) => {
  await Promise.all(KINDS.map(({ send }) => send(client, run)));
};

/**
 * Sends at most one request per `everyMs` until the signal aborts; as many as
 * it can to an edge that is about to be killed.
 */
export const runLoad = async (
  client: LoadClient,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    const startedMs = performance.now();
    const run = client.anyEdge();
    if (run?.isTarget) {
      await sendEach(client, run);
      continue;
    }
    if (run) await sendOne(client, run);
    await delay(Math.max(everyMs - (performance.now() - startedMs), 0));
  }
};
