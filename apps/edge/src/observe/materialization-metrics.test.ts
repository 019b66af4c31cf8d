import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedClock } from '@etude/kernel';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMaterializations } from '../materializations/open-materializations';
import { fakePortal } from '../testing/fake-portal';
import { materializationMetrics } from './materialization-metrics';

let edgeDir: string;
beforeEach(async () => {
  edgeDir = await mkdtemp(join(tmpdir(), 'etude-sticky-metrics-'));
});
afterEach(() => rm(edgeDir, { recursive: true, force: true }));

const openEdge = (kept: 'local' | 'portal') => {
  const portal = fakePortal();
  const materializations = openMaterializations({
    // Waits long, as the machine may be busy.
    config: { kept, waitMs: 10_000 },
    edgeDir,
    portal: {
      backendUrl: 'http://portal.test',
      token: '',
      fetch: portal.fetch,
    },
    clock: fixedClock('2026-11-01T12:00:00Z'),
    report: () => undefined,
  });
  const registry = new Registry();
  materializationMetrics(registry, materializations.metrics);
  const { store, close } = materializations;
  const read = (unit: string) =>
    store.read([{ materialization: 'checkout', unit }]);
  const write = (unit: string) =>
    store.write([
      {
        materialization: 'checkout',
        unit,
        rule: 'flags/f/rules/r',
        variant: 'flags/f/variants/a',
        replaces: null,
      },
    ]);
  /** By name, without what all of them begin with. */
  const series = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await registry.metrics())
        .split('\n')
        .filter(line => line.startsWith('etude_edge_materialization_'))
        .map(line => line.slice('etude_edge_materialization_'.length))
        .map(line => line.split(' '))
        .map(([name = '', value]) => [name, Number(value)]),
    );
  return { portal, read, write, series, close };
};

const NOT_COUNTED = {
  reads_total: 0,
  unknown_total: 0,
  writes_total: 0,
  failures_total: 0,
  refusals_total: 0,
  store_reachable: 1,
  pending_writes: 0,
};
const NOTHING = { ...NOT_COUNTED, file_bytes: expect.any(Number) };

describe('metrics of sticky assignments', () => {
  it('tell what was asked, what the portal failed, and what waits for it', async () => {
    const { portal, read, write, series, close } = openEdge('portal');
    expect(await series()).toEqual(NOTHING);
    await read('a');
    await write('a');
    expect(await series()).toEqual({
      ...NOTHING,
      reads_total: 1,
      writes_total: 1,
    });
    portal.isDown = true;
    // The third failure is the last request for a while.
    for (const unit of ['b', 'c', 'd', 'e']) await read(unit);
    await write('b');
    expect(await series()).toEqual({
      ...NOTHING,
      reads_total: 5,
      unknown_total: 4,
      writes_total: 2,
      failures_total: 3,
      store_reachable: 0,
      pending_writes: 1,
    });
    await close();
  });

  it('count what the portal refuses for good', async () => {
    const { portal, write, series, close } = openEdge('portal');
    Object.assign(portal, {
      answer: async () => new Response(null, { status: 400 }),
    });
    await write('a');
    expect(await series()).toMatchObject({
      refusals_total: 1,
      failures_total: 0,
      store_reachable: 1,
    });
    await close();
  });

  it('count failures of a store of the edge itself', async () => {
    const { read, write, series, close } = openEdge('local');
    const { file_bytes: before = 0 } = await series();
    // More than what of a page is left.
    await write('a'.repeat(100_000));
    expect((await series())['file_bytes']).toBeGreaterThan(before + 100_000);
    await close();
    await expect(read('a')).rejects.toMatchObject({
      code: 'ETUDE_MATERIALIZATIONS_UNAVAILABLE',
    });
    expect(await series()).toEqual({
      ...NOT_COUNTED,
      reads_total: 1,
      writes_total: 1,
      failures_total: 1,
    });
  });
});
