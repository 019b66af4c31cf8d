import {
  mkdir,
  mkdtemp,
  readdir,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Acknowledgements, sealedSegments } from './acknowledgements';
import { shipContinuously } from './ship-continuously';
import { retryPauseMs } from './ship-to-sink';
import type { SinkStatus } from './ship-to-sink';
import { sinkRefused, sinkUnreachable } from './sink';
import type { Sink } from './sink';

let logDir: string;
beforeEach(async () => {
  logDir = await mkdtemp(join(tmpdir(), 'etude-ship-'));
  await mkdir(join(logDir, 'sealed'));
});
afterEach(() => rm(logDir, { recursive: true, force: true }));

const seal = async (id: string, writtenAt: string) => {
  const file = join(logDir, 'sealed', `${id}.ndjson`);
  await writeFile(file, '{}\n');
  await utimes(file, new Date(writtenAt), new Date(writtenAt));
};

type Fake = Sink & { readonly got: string[] };

const fakeSink = (
  name: string,
  refuse: (id: string) => Error | null = () => null,
  isOrdered = false,
): Fake => {
  const got: string[] = [];
  return {
    name,
    isOrdered,
    got,
    ship: ({ id }) => {
      const refusal = refuse(id);
      if (refusal) return Promise.reject(refusal);
      got.push(id);
      return Promise.resolve({ records: 1, rejectedLines: 0 });
    },
    close: () => Promise.resolve(),
  };
};

/** Runs until what the sinks tell is enough, and gives that. */
const shipUntil = async (
  sinks: readonly Sink[],
  isEnough: (told: ReadonlyMap<string, SinkStatus>) => boolean,
) => {
  const stop = new AbortController();
  let enough: ReadonlyMap<string, SinkStatus> | undefined;
  await shipContinuously({
    logDir,
    sinks,
    signal: stop.signal,
    intervalMs: 1,
    random: () => 0,
    onEvent: () => undefined,
    onPass: async statuses => {
      const told = new Map(statuses.map(status => [status.name, status]));
      if (enough || !isEnough(told)) return;
      enough = told;
      stop.abort();
    },
  });
  return enough;
};

const sealed = async () => (await sealedSegments(logDir)).map(({ id }) => id);

describe('shipContinuously', () => {
  it('gives every sink every segment in the order they were written', async () => {
    await seal('b', '2026-03-01T10:00:00Z');
    await seal('a', '2026-03-01T10:00:01Z');
    const [first, second] = [fakeSink('first'), fakeSink('second')];
    await shipUntil([first, second], told =>
      ['first', 'second'].every(name => told.get(name)?.segments === 2),
    );
    expect([first.got, second.got]).toEqual([
      ['b', 'a'],
      ['b', 'a'],
    ]);
    expect(await sealed()).toEqual([]);
    expect(await readdir(join(logDir, 'shipped', 'first'))).toEqual([]);
    expect(await readdir(join(logDir, 'shipped', 'second'))).toEqual([]);
  });

  it('lets a sink that is down hold up nobody, and tells what waits', async () => {
    await seal('a', '2026-03-01T10:00:00Z');
    await seal('b', '2026-03-01T10:00:01Z');
    const works = fakeSink('works');
    const down = fakeSink('down', () =>
      sinkUnreachable('down', new Error('x')),
    );
    const told = await shipUntil(
      [works, down],
      sinks =>
        sinks.get('works')?.segments === 2 &&
        sinks.get('down')?.state === 'unreachable',
    );
    expect(works.got).toEqual(['a', 'b']);
    expect(await sealed()).toEqual(['a', 'b']);
    expect(told?.get('down')).toMatchObject({
      state: 'unreachable',
      waitingSegments: 2,
      waitingBytes: 6,
      waitingSince: '2026-03-01T10:00:00.000Z',
      segments: 0,
    });
    // The one that works is given nothing a second time, in a new process.
    const again = fakeSink('works');
    const back = fakeSink('down');
    await shipUntil([again, back], sinks => sinks.get('down')?.segments === 2);
    expect(again.got).toEqual([]);
    expect(back.got).toEqual(['a', 'b']);
    expect(await sealed()).toEqual([]);
  });

  it('passes by a segment that is refused, unless order counts', async () => {
    await seal('a', '2026-03-01T10:00:00Z');
    await seal('b', '2026-03-01T10:00:01Z');
    const refuseA = (id: string) =>
      id === 'a' ? sinkRefused('x', { reason: 'no', advice: 'Do.' }) : null;
    const loose = fakeSink('loose', refuseA);
    const ordered = fakeSink('ordered', refuseA, true);
    const isRefused = (status: SinkStatus | undefined) =>
      status?.state === 'refused';
    const told = await shipUntil(
      [loose, ordered],
      sinks => isRefused(sinks.get('loose')) && isRefused(sinks.get('ordered')),
    );
    expect([loose.got, ordered.got]).toEqual([['b'], []]);
    expect(told?.get('ordered')?.waitingSegments).toBe(2);
  });

  it('ends when a sink throws what is no failure of its destination', async () => {
    await seal('a', '2026-03-01T10:00:00Z');
    const broken = fakeSink('broken', () => new TypeError('a bug'));
    await expect(
      shipUntil([fakeSink('works'), broken], () => false),
    ).rejects.toThrow('a bug');
  });
});

describe('Acknowledgements', () => {
  it('removes at its start what only a sink that is gone still wanted', async () => {
    await seal('a', '2026-03-01T10:00:00Z');
    const both = await Acknowledgements.open(logDir, ['one', 'two']);
    const [segment] = await both.waitingFor('one');
    if (segment) await both.acknowledge('one', segment);
    expect(await both.waitingFor('one')).toEqual([]);
    expect(await sealed()).toEqual(['a']);
    await Acknowledgements.open(logDir, ['one']);
    expect(await sealed()).toEqual([]);
  });
});

describe('retryPauseMs', () => {
  it('doubles up to a minute, less a random half', () => {
    expect([1, 2, 3, 20].map(tries => retryPauseMs(tries, 0))).toEqual([
      500, 1_000, 2_000, 60_000,
    ]);
    expect(retryPauseMs(20, 1)).toBe(30_000);
  });
});
