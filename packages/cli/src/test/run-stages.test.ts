import { describe, expect, it } from 'vitest';
import { runStages } from './run-stages';
import type { Stage, StageResult } from './stage';
import { stageResult } from './stage';

const silent = { onStart: () => undefined, onEnd: () => undefined };

/** Stages that say when they start, and end when the test says so. */
const steered = (cores: Readonly<Record<string, number>>) => {
  const started: string[] = [];
  const ends = new Map<string, (result: StageResult) => void>();
  const stages = Object.entries(cores).map(([name, wanted]): Stage => ({
    name,
    cores: wanted,
    run: () => {
      started.push(name);
      return new Promise(resolve => ends.set(name, resolve));
    },
  }));
  const end = async (name: string) => {
    ends.get(name)?.(stageResult({ passed: 1 }));
    await new Promise(resolve => setImmediate(resolve));
  };
  return { started, stages, end };
};

const ran = (run: () => Promise<StageResult>) =>
  runStages([{ name: 'any', cores: 1, run }], { cores: 2, ...silent });

describe('runStages', () => {
  it('runs beside each other what the cores carry, in order', async () => {
    const { started, stages, end } = steered({ a: 2, b: 1, c: 1, d: 1, e: 2 });
    const finished = runStages(stages, { cores: 2, ...silent });
    expect(started).toEqual(['a']);
    await end('a');
    expect(started).toEqual(['a', 'b', 'c']);
    await end('c');
    expect(started).toEqual(['a', 'b', 'c', 'd']);
    await end('d');
    expect(started).toHaveLength(4);
    await end('b');
    expect(started).toEqual(['a', 'b', 'c', 'd', 'e']);
    await end('e');
    const names = (await finished).map(({ name }) => name);
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('runs at any time what wants no core, and lets nothing wait for it', async () => {
    const { started, stages, end } = steered({ a: 2, b: 0, c: 2 });
    const finished = runStages(stages, { cores: 1, ...silent });
    expect(started).toEqual(['a', 'b']);
    await end('a');
    expect(started).toEqual(['a', 'b', 'c']);
    await end('c');
    await end('b');
    expect(await finished).toHaveLength(3);
  });

  it('lets a stage wait for those that it comes after', async () => {
    const { started, stages, end } = steered({ a: 1, b: 1, c: 1 });
    const ordered = stages.map(stage =>
      stage.name === 'b' ? { ...stage, after: ['a', 'not chosen'] } : stage,
    );
    const finished = runStages(ordered, { cores: 3, ...silent });
    expect(started).toEqual(['a', 'c']);
    await end('a');
    expect(started).toEqual(['a', 'c', 'b']);
    await end('b');
    await end('c');
    const names = (await finished).map(({ name }) => name);
    expect(names).toEqual(['a', 'b', 'c']);
  });

  it('runs a stage alone that wants more cores than there are', async () => {
    const { started, stages, end } = steered({ a: 2, b: 1 });
    const finished = runStages(stages, { cores: 1, ...silent });
    expect(started).toEqual(['a']);
    await end('a');
    await end('b');
    expect(await finished).toHaveLength(2);
  });

  it('takes a stage without a single test for failed', async () => {
    const [nothing] = await ran(() =>
      Promise.resolve(stageResult({ skips: ['no browser here'] })),
    );
    expect(nothing?.result).toMatchObject({ passed: 0, failed: 1 });
    expect(nothing?.result.skips).toEqual(['no browser here']);
  });

  it('takes a stage that throws for failed, with what it said', async () => {
    const [thrown] = await ran(() => Promise.reject(new Error('no port')));
    expect(thrown?.result).toMatchObject({
      failed: 1,
      notes: ['FAILED: no port'],
    });
  });
});
