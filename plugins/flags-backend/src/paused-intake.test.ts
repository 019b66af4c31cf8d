import { z } from 'zod';
import { createWebshop } from './__testUtils__/resolve-shares';
import { startEdge } from './__testUtils__/start-edge';
import type { OfrepAnswer } from './__testUtils__/start-edge';
import {
  newFlag,
  startFlagsBackend,
} from './__testUtils__/start-flags-backend';

// Two processes start, on a machine that may be busy.
jest.setTimeout(120_000);

const FLAG = 'checkout-button';

const flagSchema = z.object({ rules: z.array(z.object({ id: z.string() })) });

const keptSchema = z.object({
  items: z.array(z.object({ units: z.number() })),
});

const stickyRule = (isIntakePaused: boolean) => ({
  kind: 'conditional',
  name: 'Sticky',
  targeting: { criteria: {}, expression: null },
  assignments: [{ kind: 'variant', variant: 'green' }],
  enabled: true,
  stickiness: { materialization: 'checkout', isIntakePaused },
});

/** Asks until the edge has the state in which `expected` is the answer. */
const untilAnswered = async (
  ask: () => Promise<OfrepAnswer>,
  expected: OfrepAnswer,
): Promise<void> => {
  const end = Date.now() + 30_000;
  let answer = await ask();
  while (answer.variant !== expected.variant && Date.now() < end) {
    await new Promise(resolve => setTimeout(resolve, 50));
    answer = await ask();
  }
  expect(answer).toEqual(expected);
};

describe('a paused intake, from the API to what an edge answers', () => {
  it('lets no unit in, keeps those that are in, and opens again', async () => {
    const backend = await startFlagsBackend();
    const { ada } = backend;
    const secret = await createWebshop(backend);
    await ada.post('/v1/flags', newFlag()).expect(201);
    const { body } = await ada
      .post(`/v1/flags/${FLAG}/rules`, stickyRule(false))
      .expect(201);
    const [rule] = flagSchema.parse(body).rules;
    const setPaused = (isIntakePaused: boolean) =>
      ada
        .put(`/v1/flags/${FLAG}/rules/${rule?.id}`, stickyRule(isIntakePaused))
        .expect(200);
    const unitsKept = async () => {
      const { body: kept } = await ada.get('/v1/materializations').expect(200);
      return keptSchema.parse(kept).items[0]?.units ?? 0;
    };
    const edge = await startEdge(backend, secret);
    try {
      const green = { status: 200, variant: 'green', reason: 'STATIC' };
      await untilAnswered(() => edge.evaluate(FLAG, 'early'), green);
      expect(await unitsKept()).toBe(1);

      await setPaused(true);
      // Each asks for another unit: one that was let in would stay in.
      let asked = 0;
      await untilAnswered(() => edge.evaluate(FLAG, `late-${(asked += 1)}`), {
        status: 200,
        variant: undefined,
        reason: 'DEFAULT',
      });
      expect(await edge.evaluate(FLAG, 'early')).toEqual(green);
      const before = await unitsKept();
      await edge.evaluate(FLAG, 'later still');
      expect(await unitsKept()).toBe(before);

      await setPaused(false);
      await untilAnswered(() => edge.evaluate(FLAG, 'later still'), green);
      expect(await unitsKept()).toBe(before + 1);
    } finally {
      await edge.stop();
    }
  });
});
