import { describe, expect, it } from 'vitest';
import type { ResolverState } from '@etude/flags';
import type { EdgeResponse } from './http-message';
import { changeEventSchema } from './open-api/ofrep-schemas';
import { exampleState } from './testing/example-state';
import { edgeUnderTest, requestOf, textOf } from './testing/edge-under-test';
import type { EdgeUnderTest } from './testing/edge-under-test';

const BULK = '/ofrep/v1/evaluate/flags';
const aRetryAfter: unknown = expect.stringMatching(/^\d+$/);

/** Listens the way a browser does, at the address in the bulk answer. */
const listen = async (
  edge: EdgeUnderTest,
  headers: Record<string, string> = {},
) => {
  const { body } = await edge.post(BULK, { context: {} });
  const path = /"requestUri":"([^"]+)"/.exec(body)?.[1] ?? '';
  return open(await edge.handle(requestOf('GET', path, { headers })));
};

const open = (answer: EdgeResponse, isReading = () => true) => {
  const received = [textOf(answer)];
  let isEnded = false;
  const hangUp = answer.stream?.({
    write: text => isReading() && received.push(text) > 0,
    end: () => {
      isEnded = true;
    },
  });
  return { answer, received, hangUp, isEnded: () => isEnded };
};

const withoutFlag = (name: string): ResolverState => {
  const state = exampleState();
  return { ...state, flags: state.flags.filter(flag => flag.name !== name) };
};

const dataOf = (event: string | undefined): unknown =>
  JSON.parse(/^data: (.*)$/m.exec(event ?? '')?.[1] ?? 'null');

describe('change streams', () => {
  it('tell that flags have to be fetched again, as OFREP words it', async () => {
    const edge = edgeUnderTest();
    const { answer, received } = await listen(edge);
    expect(answer.headers['content-type']).toBe('text/event-stream');
    edge.publish(withoutFlag('flags/banner'));
    const [, event] = received;
    expect(event).toMatch(/^id: .+\nevent: message\ndata: .+\n\n$/);
    expect(changeEventSchema.parse(dataOf(event)).type).toBe(
      'refetchEvaluation',
    );
  });

  it('say nothing while the flags of the client stay the same', async () => {
    const edge = edgeUnderTest();
    const { received } = await listen(edge);
    const state = exampleState({ version: '2' });
    const foreign = state.flags.map(flag => ({
      ...flag,
      name: `${flag.name}-elsewhere`,
      clients: ['other'],
    }));
    edge.publish({ ...state, flags: [...state.flags, ...foreign] });
    expect(received).toHaveLength(1);
  });

  it('tell a client that comes back what it missed', async () => {
    const edge = edgeUnderTest();
    const first = await listen(edge);
    edge.publish(withoutFlag('flags/banner'));
    const id = /^id: (.+)$/m.exec(first.received[1] ?? '')?.[1] ?? '';
    const upToDate = await listen(edge, { 'last-event-id': id });
    expect(upToDate.received[0]).not.toContain('refetchEvaluation');
    const behind = await listen(edge, { 'last-event-id': 'older' });
    expect(behind.received[0]).toContain('refetchEvaluation');
  });

  it('are open to nobody without the token, which is no secret', async () => {
    const edge = edgeUnderTest();
    const answer = await edge.handle(
      requestOf('GET', '/ofrep/v1/changes?stream=guess'),
    );
    expect(answer.status).toBe(401);
    expect(textOf(answer)).not.toContain('guess');
    const { body } = await edge.post(BULK, { context: {} });
    const { secretHash } = exampleState().clients[0]?.credentials[0] ?? {};
    expect(body).not.toContain(secretHash);
  });

  it('end when the credential is revoked', async () => {
    const edge = edgeUnderTest();
    const stream = await listen(edge);
    edge.publish(exampleState({ clients: [{ id: 'shop', credentials: [] }] }));
    expect(stream.isEnded()).toBe(true);
    expect(edge.changes.size).toBe(0);
  });

  it('are bounded, and end for who does not read', async () => {
    const edge = edgeUnderTest({ maxStreams: 1 });
    const stream = await listen(edge);
    const { answer } = await listen(edge);
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': aRetryAfter },
    });
    stream.hangUp?.();
    expect(edge.changes.size).toBe(0);
    const { body } = await edge.post(BULK, { context: {} });
    const path = /"requestUri":"([^"]+)"/.exec(body)?.[1] ?? '';
    const deaf = open(await edge.handle(requestOf('GET', path)), () => false);
    edge.changes.beat();
    expect(deaf.isEnded()).toBe(true);
  });

  it('are not offered when there may be none', async () => {
    const edge = edgeUnderTest({ maxStreams: 0 });
    const { body } = await edge.post(BULK, { context: {} });
    expect(body).not.toContain('eventStreams');
  });

  it('end when the edge stops', async () => {
    const edge = edgeUnderTest();
    const stream = await listen(edge);
    edge.changes.close();
    expect(stream.isEnded()).toBe(true);
    expect((await listen(edge)).answer.status).toBe(503);
  });
});
