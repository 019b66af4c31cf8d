import {
  mkdtemp,
  readFile,
  readdir,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DurableLog } from './durable-log';
import { openSegmentFile } from './segment-file';
import type { OpenSegmentFile } from './segment-file';

// Every step waits for the disk, which other programs may keep busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-log-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const NEVER = { sealAfterMs: 3_600_000 };

const linesUnder = async (folder: string): Promise<string[]> => {
  const names = (await readdir(folder)).filter(name =>
    name.endsWith('.ndjson'),
  );
  const texts = await Promise.all(
    names.map(name => readFile(join(folder, name), 'utf8')),
  );
  return texts.flatMap(text => text.split('\n').filter(line => line !== ''));
};
const sealedLines = () => linesUnder(join(dir, 'sealed'));

describe('DurableLog', () => {
  it('has the lines on the disk when it acknowledges them', async () => {
    const log = await DurableLog.open(dir, NEVER);
    await log.append(['{"a":1}', '{"b":"ä"}']);
    expect(await linesUnder(dir)).toEqual(['{"a":1}', '{"b":"ä"}']);
    await log.close();
    expect(await sealedLines()).toEqual(['{"a":1}', '{"b":"ä"}']);
  });

  it('shares one sync among lines that arrive together', async () => {
    const log = await DurableLog.open(dir, NEVER);
    const appends = Array.from({ length: 500 }, (_, i) => log.append([`${i}`]));
    await Promise.all(appends);
    expect(log.counters()).toMatchObject({ acknowledgedLines: 500, groups: 1 });
    await log.close();
  });

  it('seals by size and by age, losing and repeating nothing', async () => {
    const log = await DurableLog.open(dir, {
      sealAfterMs: 30,
      sealAfterBytes: 40,
    });
    for (let i = 0; i < 10; i += 1) await log.append([`line-number-${i}`]);
    await vi.waitFor(
      async () =>
        expect((await sealedLines()).sort()).toEqual(
          Array.from({ length: 10 }, (_, i) => `line-number-${i}`),
        ),
      { timeout: 30_000 },
    );
    expect(log.counters().sealedFiles).toBeGreaterThanOrEqual(2);
    await log.close();
  });

  it('goes on in a file opened ahead while a full one is sealed', async () => {
    const gate = Promise.withResolvers<null>();
    const opened: string[] = [];
    const slowToClose: OpenSegmentFile = async path => {
      opened.push(path);
      const file = await openSegmentFile(path);
      return {
        ...file,
        close: async () => {
          await gate.promise;
          await file.close();
        },
      };
    };
    const log = await DurableLog.open(dir, {
      ...NEVER,
      sealAfterBytes: 20,
      openFile: slowToClose,
    });
    await log.append(['0123456789']);
    await vi.waitFor(() => expect(opened).toHaveLength(2), 20_000);
    await log.append(['0123456789']);
    await log.append(['next file']);
    expect(await sealedLines()).toEqual([]);
    gate.resolve(null);
    await log.close();
    expect((await sealedLines()).sort()).toEqual([
      ...['0123456789', '0123456789', 'next file'],
    ]);
    expect(await linesUnder(dir)).toEqual([]);
    expect((await readdir(dir)).filter(name => /^active/.test(name))).toEqual(
      [],
    );
  });

  it('turns appends away while too much is waiting', async () => {
    const log = await DurableLog.open(dir, { ...NEVER, maxPendingBytes: 10 });
    const first = log.append(['0123456789']);
    await expect(log.append(['x'])).rejects.toMatchObject({
      code: 'ETUDE_LOG_BACKPRESSURE',
      kind: 'operational',
    });
    await first;
    await log.append(['y']);
    await log.close();
    expect((await sealedLines()).sort()).toEqual(['0123456789', 'y']);
  });

  it('keeps lines of any size together', async () => {
    const log = await DurableLog.open(dir, NEVER);
    const large = 'ä€😀'.repeat(100_000);
    const lines = ['small', large, 'x'.repeat(1024 * 1024), 'last'];
    await log.append(lines);
    expect(await linesUnder(dir)).toEqual(lines);
    await log.close();
  });

  it.each([
    ['a line that would split in two', ['a\nb']],
    ['an empty line', ['a', '']],
    ['many lines, one of them late', [...Array(199).fill('a'), 'b\n']],
  ])('refuses %s, and all that came with it', async (_what, lines) => {
    const log = await DurableLog.open(dir, NEVER);
    const [before, refused, after] = await Promise.allSettled([
      log.append(['before']),
      log.append(lines),
      log.append(['after']),
    ]);
    expect([before.status, after.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(refused).toMatchObject({
      reason: { code: 'ETUDE_LOG_LINE_INVALID' },
    });
    await log.close();
    expect(await sealedLines()).toEqual(['before', 'after']);
  });

  it('keeps a group whole while the next ones gather', async () => {
    const writes: (() => void)[] = [];
    const slowToWrite: OpenSegmentFile = async path => {
      const file = await openSegmentFile(path);
      return {
        ...file,
        write: async bytes => {
          const { promise, resolve } = Promise.withResolvers<null>();
          writes.push(() => resolve(null));
          await promise;
          await file.write(bytes);
        },
      };
    };
    const log = await DurableLog.open(dir, {
      ...NEVER,
      openFile: slowToWrite,
    });
    const lines = ['first', 'second, longer', 'third'];
    let written = Promise.resolve();
    for (const [index, line] of lines.entries()) {
      const next = log.append([line]);
      writes.at(-1)?.();
      await written;
      await vi.waitFor(() => expect(writes).toHaveLength(index + 1), 20_000);
      written = next;
    }
    writes.at(-1)?.();
    await written;
    expect(await linesUnder(dir)).toEqual(lines);
    await log.close();
  });

  it('refuses appends once closed', async () => {
    const log = await DurableLog.open(dir, NEVER);
    const last = log.append(['last']);
    await log.close();
    await last;
    await expect(log.append(['late'])).rejects.toMatchObject({
      code: 'ETUDE_LOG_CLOSED',
    });
    expect(await sealedLines()).toEqual(['last']);
  });

  it('has one writer per directory', async () => {
    const log = await DurableLog.open(dir, NEVER);
    await expect(DurableLog.open(dir, NEVER)).rejects.toMatchObject({
      code: 'ETUDE_LOG_DIRECTORY_LOCKED',
    });
    await log.close();
    await (await DurableLog.open(dir, NEVER)).close();
  });

  it('respects the lock of a running process and takes over a dead one', async () => {
    // Process 1 runs on every POSIX machine; its start time is not "0".
    await writeFile(join(dir, 'writer.lock'), '999999999 0\n');
    await (await DurableLog.open(dir, NEVER)).close();
    // One that was killed while it took over another's.
    await writeFile(join(dir, 'writer.lock'), '999999999 0\n');
    await writeFile(join(dir, 'writer.lock.takeover'), '999999998 0\n');
    await (await DurableLog.open(dir, NEVER)).close();
    const { ppid } = process;
    const stat = await readFile(`/proc/${ppid}/stat`, 'utf8').catch(() => '');
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    const running = `${ppid} ${started}\n`;
    await writeFile(join(dir, 'writer.lock'), running);
    await expect(DurableLog.open(dir, NEVER)).rejects.toMatchObject({
      code: 'ETUDE_LOG_DIRECTORY_LOCKED',
    });
    // Of two that find the lock of a dead one, one is taking it over.
    await writeFile(join(dir, 'writer.lock'), '999999999 0\n');
    await writeFile(join(dir, 'writer.lock.takeover'), running);
    await expect(DurableLog.open(dir, NEVER)).rejects.toMatchObject({
      code: 'ETUDE_LOG_DIRECTORY_LOCKED',
    });
  });
});

/** A disk that fails at the given calls, after writing half of the bytes. */
const failingDisk = (failAt: {
  write?: number;
  sync?: number;
  open?: number;
}): OpenSegmentFile => {
  const calls = { write: 0, sync: 0, open: 0 };
  const fail = (call: 'write' | 'sync' | 'open') => {
    calls[call] += 1;
    return calls[call] === failAt[call];
  };
  const full = () =>
    Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  return async path => {
    if (fail('open')) throw full();
    const file = await openSegmentFile(path);
    return {
      ...file,
      write: async bytes => {
        if (!fail('write')) return file.write(bytes);
        await file.write(bytes.subarray(0, Math.ceil(bytes.length / 2)));
        throw full();
      },
      sync: () => (fail('sync') ? Promise.reject(full()) : file.sync()),
    };
  };
};

describe('DurableLog on a failing disk', () => {
  it.each([
    ['write', { write: 2 }],
    ['sync', { sync: 2 }],
  ])(
    'rejects the group whose %s failed and goes on in a fresh file',
    async (_call, failAt) => {
      const log = await DurableLog.open(dir, {
        ...NEVER,
        openFile: failingDisk(failAt),
      });
      await log.append(['one']);
      await expect(log.append(['two', 'zwei'])).rejects.toMatchObject({
        code: 'ETUDE_LOG_WRITE_FAILED',
        kind: 'operational',
      });
      await log.append(['three']);
      await log.close();
      expect((await sealedLines()).sort()).toEqual(['one', 'three']);
      expect(await readdir(join(dir, 'sealed'))).toHaveLength(2);
      expect(log.counters()).toMatchObject({
        acknowledgedLines: 2,
        failedGroups: 1,
      });
    },
  );

  it('recovers when no file can be opened for a while', async () => {
    const log = await DurableLog.open(dir, {
      ...NEVER,
      openFile: failingDisk({ open: 1 }),
    });
    await expect(log.append(['one'])).rejects.toMatchObject({
      code: 'ETUDE_LOG_WRITE_FAILED',
    });
    await log.append(['two']);
    await log.close();
    expect(await sealedLines()).toEqual(['two']);
  });
});

describe('recovery after a kill', () => {
  it('keeps every acknowledged line wherever the unacknowledged tail is torn', async () => {
    const lineArbitrary = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 40 })
      .map(text => JSON.stringify(text));
    await fc.assert(
      fc.asyncProperty(
        fc.array(lineArbitrary, { maxLength: 8 }),
        fc.array(lineArbitrary, { minLength: 1, maxLength: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (acknowledged, unacknowledged, cut) => {
          const home = await mkdtemp(join(dir, 'run-'));
          const active = join(home, 'active-segment.ndjson');
          const head = acknowledged.map(line => `${line}\n`).join('');
          const tail = unacknowledged.map(line => `${line}\n`).join('');
          await writeFile(active, head + tail);
          const headBytes = Buffer.byteLength(head);
          const tailBytes = Buffer.byteLength(tail);
          await truncate(active, headBytes + Math.floor(cut * tailBytes));

          const log = await DurableLog.open(home, NEVER);
          await log.close();

          const kept = await linesUnder(join(home, 'sealed'));
          expect(kept.slice(0, acknowledged.length)).toEqual(acknowledged);
          expect(
            unacknowledged.slice(0, kept.length - acknowledged.length),
          ).toEqual(kept.slice(acknowledged.length));
          expect(await linesUnder(home)).toEqual([]);
        },
      ),
      { seed: 1, numRuns: 40 },
    );
  });

  it('finds the last line end far from the end of the file', async () => {
    const torn = 'x'.repeat(200_000);
    await writeFile(join(dir, 'active-a.ndjson'), `"kept"\n"${torn}`);
    const log = await DurableLog.open(dir, NEVER);
    expect(log.counters()).toMatchObject({
      recoveredFiles: 1,
      tornBytes: 200_001,
    });
    await log.close();
    expect(await sealedLines()).toEqual(['"kept"']);
  });
});
