import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runEdge } from './run-edge';
import { edgeConfigOf } from './testing/edge-config-of';
import { SHOP_SECRET, exampleState } from './testing/example-state';
import { placeState } from './testing/spawned-edge';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const DISK_KILOBYTES = 1_024;
const FILLER_KILOBYTES = 512;

/** Mounts a disk in memory; false where that is not allowed. */
const mountSmallDisk = (dir: string): boolean => {
  try {
    const options = `size=${DISK_KILOBYTES}k`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', dir], {
      stdio: 'pipe',
    });
    return true;
  } catch (error) {
    process.stderr.write(
      `SKIPPED: a full disk needs the right to mount one. ${String(error)}\n`,
    );
    return false;
  }
};

const textUnder = async (folder: string): Promise<string> => {
  const names = await readdir(folder).catch(() => []);
  const logs = names.filter(name => name.endsWith('.ndjson'));
  const texts = await Promise.all(
    logs.map(name => readFile(join(folder, name), 'utf8')),
  );
  return texts.join('');
};

describe('an edge whose disk fills up', () => {
  let dir: string;
  let isMounted = false;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'etude-full-'));
    isMounted = mountSmallDisk(dir);
  });
  afterAll(async () => {
    if (isMounted) execFileSync('umount', [dir]);
    await rm(dir, { recursive: true, force: true });
  });

  it('answers 503, keeps what it acknowledged, and recovers', async context => {
    if (!isMounted) return context.skip('no right to mount a disk');
    await placeState(dir, exampleState());
    await writeFile(
      join(dir, 'filler'),
      Buffer.alloc(FILLER_KILOBYTES * 1_024),
    );
    const edge = await runEdge(edgeConfigOf(dir), () => undefined);
    const acknowledged: string[] = [];
    const resolve = async (unit: string) => {
      const { status, headers } = await fetch(
        `http://127.0.0.1:${edge.port}/ofrep/v1/evaluate/flags/fixed`,
        {
          method: 'POST',
          headers: { 'x-api-key': SHOP_SECRET },
          body: JSON.stringify({ context: { targetingKey: unit } }),
        },
      );
      if (status === 200) acknowledged.push(unit);
      return { status, retryAfter: headers.get('retry-after') };
    };
    let refused = { status: 200, retryAfter: null as string | null };
    for (let i = 0; i < 5_000 && refused.status === 200; i += 1) {
      refused = await resolve(`before-${i}`);
    }
    expect(refused.status).toBe(503);
    expect(refused.retryAfter).toMatch(/^\d+$/);
    const before = acknowledged.length;
    expect(before).toBeGreaterThan(50);
    // What needs no disk is still answered: the assignment is known.
    expect((await resolve('before-0')).status).toBe(200);

    await rm(join(dir, 'filler'));
    for (let i = 0; i < 20; i += 1) {
      expect((await resolve(`after-${i}`)).status).toBe(200);
    }
    await edge.stop();
    const text = await textUnder(join(dir, 'log', 'sealed'));
    const counts = new Map<string, number>();
    for (const [, unit = ''] of text.matchAll(/"unit":"([^"]+)"/g)) {
      counts.set(unit, (counts.get(unit) ?? 0) + 1);
    }
    expect(acknowledged.filter(unit => counts.get(unit) !== 1)).toEqual([]);
    expect(counts.size).toBe(new Set(acknowledged).size);
  });
});
