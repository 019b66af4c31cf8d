import { setTimeout as delay } from 'node:timers/promises';
import { judgeResolve } from './answer-check';
import type { JudgedResolve } from './answer-check';
import type { EdgeRun } from './edge-fleet';
import { acknowledgedBy } from './load-client';
import type { LoadClient } from './load-client';
import type { ExpectedRecord } from './soak-oracle';
import { SOAK_SECRET } from './soak-states';

const MAX_BATCH = 20;
const ATTEMPTS_MORE = 3;
const RETRY_MS = 100;

/**
 * Sends again, here or at another edge: what was not answered, and with
 * probability `again` what was.
 */
const sendAgain = async (
  client: LoadClient,
  send: (run: EdgeRun) => Promise<boolean>,
  from: { readonly isAnswered: boolean; readonly again: number },
): Promise<void> => {
  let { isAnswered } = from;
  for (let attempt = 0; attempt < ATTEMPTS_MORE; attempt += 1) {
    if (isAnswered && !client.random.chance(from.again)) return;
    if (!isAnswered) await delay(RETRY_MS);
    const run = client.anyEdge();
    if (run) isAnswered = await send(run);
  }
};

type Used = readonly (readonly [flag: string, readonly ExpectedRecord[]])[];

const apply = async (
  client: LoadClient,
  run: EdgeRun,
  { judged, used }: { readonly judged: JudgedResolve; readonly used: Used },
): Promise<boolean> => {
  const sentMs = Date.now();
  const now = new Date(sentMs).toISOString();
  const path = '/v1/flags:apply';
  const reply = await client.post(run, path, [
    {
      clientSecret: SOAK_SECRET,
      resolveToken: judged.token,
      sendTime: now,
      flags: used.map(([flag]) => ({ flag, applyTime: now })),
    },
  ]);
  if (reply && reply.status !== 200) client.refused(run, path, reply);
  if (reply?.status !== 200) return false;
  client.tools.assignments.applied(
    judged.resolveId,
    used.flatMap(([, records]) => records),
    acknowledgedBy(run, sentMs),
  );
  return true;
};

/** Applies most of the flags, some of them again and elsewhere. */
const applyLater = async (
  client: LoadClient,
  run: EdgeRun,
  judged: JudgedResolve,
): Promise<void> => {
  const used = [...judged.byFlag].filter(
    ([, records]) => records.length > 0 && client.random.chance(0.8),
  );
  if (used.length === 0) return;
  const send = (to: EdgeRun) => apply(client, to, { judged, used });
  const isAnswered = await send(run);
  await sendAgain(client, send, { isAnswered, again: 0.3 });
};

/** All flags over the Confidence wire, applied now or with the token. */
export const resolveFlags = async (
  client: LoadClient,
  run: EdgeRun,
  when: 'applyNow' | 'applyLater',
): Promise<void> => {
  const isApplied = when === 'applyNow';
  const context = client.context(run);
  const question = client.question(run, context);
  const sentMs = Date.now();
  const path = '/v1/flags:resolve';
  const reply = await client.post(run, path, [
    {
      clientSecret: SOAK_SECRET,
      flags: [],
      evaluationContext: context,
      apply: isApplied,
    },
  ]);
  if (!reply) return isApplied ? client.mayHaveWritten(question) : undefined;
  if (reply.status !== 200) return client.refused(run, path, reply);
  const judged = judgeResolve(reply.body, question);
  if (!client.accept(run, path, judged) || !judged.ok) return;
  const { assignments } = client.tools;
  const { resolveId, records } = judged;
  assignments.resolved(resolveId, records);
  if (!isApplied) return applyLater(client, run, judged);
  assignments.applied(resolveId, records, acknowledgedBy(run, sentMs));
};

const publishBody = (units: readonly string[], hasId: boolean) => {
  const eventTime = new Date().toISOString();
  return {
    clientSecret: SOAK_SECRET,
    sendTime: eventTime,
    events: units.map(unit => ({
      eventDefinition: 'eventDefinitions/soak',
      eventTime,
      ...(hasId ? { eventId: unit } : {}),
      payload: { context: { targeting_key: unit } },
    })),
  };
};

/** Events of which the client names most; those it may send again. */
export const publishEvents = async (
  client: LoadClient,
  run: EdgeRun,
): Promise<void> => {
  const { below, chance } = client.random;
  const { events } = client.tools;
  const hasId = chance(0.9);
  const units = Array.from({ length: 1 + below(MAX_BATCH) }, () =>
    client.nextId(),
  );
  for (const unit of units) events.sent(unit, hasId);
  const body = publishBody(units, hasId);
  const send = async (to: EdgeRun): Promise<boolean> => {
    const path = '/v1/events:publish';
    const reply = await client.post(to, path, [body]);
    if (!reply) return false;
    const answer = JSON.stringify([reply.status, reply.body]);
    if (answer !== '[200,{"errors":[]}]') {
      client.refused(to, path, reply);
      return false;
    }
    events.answered(units);
    return true;
  };
  const isAnswered = await send(run);
  if (hasId) await sendAgain(client, send, { isAnswered, again: 0.1 });
};
