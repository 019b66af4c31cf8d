import type { EvaluationContext } from '@etude/resolver';
import { judgeBulk, judgeSingle } from './answer-check';
import type { EdgeRun } from './edge-fleet';
import { acknowledgedBy } from './load-client';
import type { LoadClient } from './load-client';
import { SOAK_FLAGS } from './soak-states';

const PATH = '/ofrep/v1/evaluate/flags';

/** OpenFeature says `targetingKey`. */
const ofrepBody = ({
  targeting_key: targetingKey,
  ...rest
}: EvaluationContext) => ({ context: { targetingKey, ...rest } });

/** One flag over OFREP. */
export const evaluateOne = async (
  client: LoadClient,
  run: EdgeRun,
): Promise<void> => {
  const id = client.random.pick(SOAK_FLAGS);
  const flag = `flags/${id}`;
  const context = client.context(run);
  const question = client.question(run, context);
  const sentMs = Date.now();
  const path = `${PATH}/${id}`;
  const reply = await client.post(run, path, [ofrepBody(context)]);
  if (!reply) return client.mayHaveWritten(question, flag);
  if (reply.status !== 200 && reply.status !== 404) {
    return client.refused(run, path, reply);
  }
  const judged = judgeSingle(reply.body, flag, question);
  if (!client.accept(run, path, judged) || !judged.ok) return;
  if (!judged.isCertain) return client.mayHaveWritten(question, flag);
  const { assignments } = client.tools;
  assignments.answered(judged.records, acknowledgedBy(run, sentMs));
};

/** A bulk answer that a client has. */
type KnownAnswer = { readonly etag: string; readonly version: number };

/** A 304 says that the state which the client knows is the current one. */
const unchanged = (
  { tools: { counts, violation } }: LoadClient,
  run: EdgeRun,
  { version, low }: { readonly version: number; readonly low: number },
): void => {
  counts.unchanged += 1;
  if (version >= low) return;
  violation(
    `wrong answer: 304 of ${run.id} for state ${version}, though it had answered from ${low}`,
  );
};

const ask = async (
  client: LoadClient,
  run: EdgeRun,
  {
    context,
    known,
  }: { readonly context: EvaluationContext; readonly known?: KnownAnswer },
): Promise<KnownAnswer | null> => {
  const question = client.question(run, context);
  const sentMs = Date.now();
  const headers = known ? { 'if-none-match': known.etag } : {};
  const reply = await client.post(run, PATH, [ofrepBody(context), headers]);
  if (!reply) {
    client.mayHaveWritten(question);
    return null;
  }
  if (reply.status === 304 && known) {
    unchanged(client, run, { version: known.version, low: question.low });
    return null;
  }
  if (reply.status !== 200) {
    client.refused(run, PATH, reply);
    return null;
  }
  const judged = judgeBulk(reply.body, question);
  if (!client.accept(run, PATH, judged) || !judged.ok) return null;
  const { assignments } = client.tools;
  assignments.answered(judged.records, acknowledgedBy(run, sentMs));
  const { etag } = reply;
  const { version } = judged;
  return etag === null || version === null ? null : { etag, version };
};

/** All flags over OFREP; as a polling client does, some ask again. */
export const evaluateAll = async (
  client: LoadClient,
  run: EdgeRun,
): Promise<void> => {
  const context = client.context(run);
  const known = await ask(client, run, { context });
  if (known && client.random.chance(0.4) && !run.isEnding) {
    await ask(client, run, { context, known });
  }
};
