import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventRecord, LakeRecord } from '../lake-schema';
import { recordLine } from '../record-line';
import { assignmentRecord, eventRecord } from '../testing/example-records';
import { Acknowledgements } from './acknowledgements';
import { LogOfCase } from './contract-log';
import { isDone, killedProgram, ship } from './contract-shipping';
import type { KillPoint } from './ship-until-killed';
import type { SinkUnderContract } from './sink-under-contract';

/** The part of a test runner that the contract needs, vitest's. */
export type SinkContractRunner = {
  readonly it: (
    name: string,
    body: (context: {
      readonly skip: (why: string) => unknown;
    }) => Promise<void>,
    timeoutMs: number,
  ) => unknown;
  readonly expect: (value: unknown) => {
    toEqual(expected: unknown): unknown;
    toMatchObject(expected: object): unknown;
    toContain(expected: string): unknown;
  };
};

// An engine on a busy machine may miss several of its time limits.
const CASE_TIMEOUT_MS = 180_000;
/** More than one batch of every sink. */
const MANY = 2_500;

const event = (id: string, change: Partial<EventRecord> = {}): EventRecord =>
  eventRecord({
    event_id: id,
    unit: `unit-${id}`,
    payload: '{"value":12.5,"note":"it\'s \\"quoted\\"\\n"}',
    ...change,
  });

const assignment = (id: string): LakeRecord =>
  assignmentRecord({ unit: `unit-${id}`, variant: null, log_id: id });

/** Name of an event of the contract, with leading zeros. */
const numbered = (index: number): string =>
  `e${String(index).padStart(5, '0')}`;

class CrashedHere extends Error {}

/** Where a process is killed: at the so-manieth time of a step. */
const KILLS: readonly KillPoint[] = [
  { step: 'acknowledge', time: 1 },
  { step: 'ship', time: 2 },
  { step: 'acknowledge', time: 2 },
];
const PER_SEGMENT = 500;

const range = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => numbered(index));

const MALFORMED = '{"type":"event","event_id":7}';

/**
 * What every sink promises: whatever happens between the log and the
 * destination, a reader that follows the documentation has every record once.
 * Each case gets a destination of its own from `make`.
 */
export const sinkContract = (
  make: () => Promise<SinkUnderContract | { readonly unavailable: string }>,
  { it, expect }: SinkContractRunner,
): void => {
  const promise = (
    name: string,
    body: (
      subject: SinkUnderContract,
      log: LogOfCase,
      skip: (why: string) => unknown,
    ) => Promise<void>,
  ) =>
    it(
      name,
      async ({ skip }) => {
        const subject = await make();
        if ('unavailable' in subject) {
          skip(subject.unavailable);
          return;
        }
        const dir = await mkdtemp(join(tmpdir(), 'etude-sink-'));
        try {
          await body(subject, new LogOfCase(dir), skip);
        } finally {
          await subject.remove();
          await rm(dir, { recursive: true, force: true });
        }
      },
      CASE_TIMEOUT_MS,
    );

  promise('delivers records and keeps what is none', async (subject, log) => {
    await log.seal('s1', [event('e1'), MALFORMED, assignment('a1')]);
    await log.seal('s2', [event('e2', { unit: null, value: null })]);
    const seen = await ship({ log, subject, until: isDone });
    expect(await subject.read()).toEqual(['a1', 'e1', 'e2']);
    expect(await log.waiting()).toEqual([]);
    expect(await log.rejected('s1.ndjson')).toEqual(`${MALFORMED}\n`);
    expect(seen.at(-1)).toMatchObject({
      segments: 2,
      records: 3,
      rejectedLines: 1,
      reason: null,
    });
  });

  promise(
    'doubles nothing when it is killed before it could take down what it did',
    async (subject, log) => {
      await log.seal(
        's1',
        range(MANY).map(id => event(id)),
      );
      const crash = await ship({
        log,
        subject,
        until: () => false,
        onStep: step => {
          if (step === 'acknowledge') throw new CrashedHere();
        },
      }).catch((error: unknown) => error);
      expect(crash instanceof CrashedHere).toEqual(true);
      expect(await log.waiting()).toEqual(['s1']);
      await ship({ log, subject, until: isDone });
      expect(await subject.read()).toEqual(range(MANY));
    },
  );

  promise(
    'has every record once after its process was killed again and again',
    async ({ program, ...subject }, log) => {
      const ids = range(MANY);
      for (let start = 0; start < MANY; start += PER_SEGMENT) {
        const part = ids.slice(start, start + PER_SEGMENT);
        await log.seal(
          `s${start}`,
          part.map(id => event(id)),
        );
      }
      for (const kill of KILLS) {
        expect(await killedProgram(program, log.dir, kill)).toEqual('SIGKILL');
      }
      expect((await log.waiting()).length > 0).toEqual(true);
      await ship({ log, subject: { program, ...subject }, until: isDone });
      expect(await subject.read()).toEqual(ids);
    },
  );

  promise(
    'says why it waits while nobody answers, and goes on afterwards',
    async (subject, log) => {
      await log.seal('s1', [event('e1')]);
      const comeBack = subject.cutOff();
      const seen = await ship({
        log,
        subject,
        until: status => {
          if (status.failedTries === 2) comeBack();
          return isDone(status);
        },
      });
      const waiting = seen.find(({ failedTries }) => failedTries === 2);
      expect(waiting?.state === 'ok').toEqual(false);
      expect(waiting).toMatchObject({ waitingSegments: 1 });
      expect(waiting?.reason).toContain('nothing is lost');
      expect(typeof waiting?.failingSince).toEqual('string');
      expect(await subject.read()).toEqual(['e1']);
      expect(seen.at(-1)).toMatchObject({ failingSince: null, records: 1 });
    },
  );

  promise(
    'has every record once after half of a segment got through',
    async (subject, log) => {
      await log.seal(
        's1',
        range(MANY).map(id => event(id)),
      );
      const hasBroken = subject.breakMidway();
      await ship({ log, subject, until: isDone });
      expect(hasBroken()).toEqual(true);
      expect(await subject.read()).toEqual(range(MANY));
    },
  );

  promise('counts what a client sent twice once', async (subject, log) => {
    const sent = event('e1', { id_origin: 'client' });
    const again = event('e1', {
      id_origin: 'client',
      received_at: '2026-03-01T10:00:09.000Z',
    });
    await log.seal('s1', [sent, again]);
    await ship({ log, subject, until: isDone });
    await log.seal('s2', [again, event('e2')]);
    await ship({ log, subject, until: isDone });
    expect(await subject.read()).toEqual(['e1', 'e2']);
  });

  promise(
    'puts aside, with the reason, what is never taken',
    async (subject, log, skip) => {
      if (subject.poison === null) {
        skip('it takes every record');
        return;
      }
      const lines = [event('e1'), subject.poison, event('e2')];
      await log.seal('s1', lines);
      const seen = await ship({ log, subject, until: isDone });
      expect(await subject.read()).toEqual(['e1', 'e2']);
      expect(seen.at(-1)).toMatchObject({ records: 2, rejectedLines: 1 });
      const [file = ''] = await log.rejectedFiles();
      const kept = await log.rejected(file);
      expect(kept).toContain(recordLine(subject.poison));
      expect(kept).toContain('"reason":"');
    },
  );

  promise(
    'keeps nothing back for a sink that is gone',
    async (subject, log) => {
      await log.seal('s1', [event('e1')]);
      const former = await Acknowledgements.open(log.dir, ['gone']);
      expect((await former.waitingFor('gone')).length).toEqual(1);
      await ship({ log, subject, until: isDone });
      expect((await former.waitingFor('gone')).length).toEqual(0);
    },
  );
};
