import { describe, expect, it } from 'vitest';
import { edgeUnderTest } from '../testing/edge-under-test';
import { judgeBulk, judgeSingle } from './answer-check';
import { seededRandom } from './seeded-random';
import { SOAK_FLAGS, SOAK_SECRET, soakStates } from './soak-states';
import { StateHistory } from './state-history';

const VERSIONS = 60;

const histories = () => {
  const next = soakStates(seededRandom(1));
  const history = new StateHistory();
  for (let version = 1; version <= VERSIONS; version += 1) {
    history.add(next(), version);
  }
  return history;
};

const history = histories();
const context = { targeting_key: 'unit-1', country: 'SE', age: 30 };
const headers = { authorization: `Bearer ${SOAK_SECRET}` };
const body = {
  context: { targetingKey: 'unit-1', country: 'SE', age: 30 },
};
const question = { history, context, low: 0 };

const edgeAt = (version: number) =>
  edgeUnderTest({ state: history.at(version) ?? null });

const bulkAt = async (version: number): Promise<string> =>
  (await edgeAt(version).post('/ofrep/v1/evaluate/flags', body, headers)).body;

describe('the judgement of answers', () => {
  it('finds the state that each answer comes from', async () => {
    for (let version = 1; version <= VERSIONS; version += 1) {
      const judged = judgeBulk(JSON.parse(await bulkAt(version)), question);
      expect(judged).toMatchObject({ ok: true, version });
    }
  });

  it('accepts single answers, with a value and without', async () => {
    for (const flag of SOAK_FLAGS) {
      for (let version = 1; version <= VERSIONS; version += 7) {
        const path = `/ofrep/v1/evaluate/flags/${flag}`;
        const { json } = await edgeAt(version).post(path, body, headers);
        const judged = judgeSingle(json, `flags/${flag}`, question);
        expect(judged).toMatchObject({ ok: true });
      }
    }
  });

  it('refuses an answer with one value of another state', async () => {
    const mixed = (await bulkAt(5)).replace(
      /("key":"checkout\.at"[^}]*"value":)5/,
      '$14',
    );
    expect(mixed).not.toBe(await bulkAt(5));
    expect(judgeBulk(JSON.parse(mixed), question)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('checkout.at'),
    });
  });

  it('refuses another variant', async () => {
    const answer = await bulkAt(1);
    const other = answer.replace(
      /"key":"limits",(.*?)"variant":"green"/,
      '"key":"limits",$1"variant":"blue"',
    );
    expect(other).not.toBe(answer);
    expect(judgeBulk(JSON.parse(other), question)).toMatchObject({ ok: false });
  });

  it('refuses a state older than one that the edge had answered from', async () => {
    const answer = JSON.parse(await bulkAt(5));
    expect(judgeBulk(answer, { ...question, low: 5 }).ok).toBe(true);
    expect(judgeBulk(answer, { ...question, low: 6 }).ok).toBe(false);
  });
});
