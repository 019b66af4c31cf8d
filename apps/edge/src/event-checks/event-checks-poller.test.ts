import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventChecksDocument } from '@etude/events';
import { fixedClock } from '@etude/kernel';
import { EventChecksPoller } from './event-checks-poller';
import { EventRefusals } from './event-refusals';

const checksOf = (
  type: EventChecksDocument['checks'][number]['fields'][number]['type'],
): EventChecksDocument => ({
  checks: [
    {
      event: 'purchase',
      version: 1,
      fields: [{ path: 'total', type, isRequired: true }],
    },
  ],
});

let dir: string;
let portal: { answer: () => Response; asked: Headers[] };
let reports: string[];
let refusals: EventRefusals;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-checks-'));
  portal = { answer: () => Response.json(checksOf('number')), asked: [] };
  reports = [];
  refusals = new EventRefusals();
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const poller = () =>
  new EventChecksPoller({
    backendUrl: 'http://portal',
    token: 'edge-token',
    pollMs: 3_600_000,
    file: join(dir, 'event-checks.json'),
    clock: fixedClock('2026-03-01T12:00:00.000Z'),
    fetch: async (input, init) => {
      expect(input).toBe('http://portal/api/metrics/v1/event-checks');
      portal.asked.push(new Headers(init?.headers));
      return portal.answer();
    },
    refusals,
    report: event => reports.push(event),
  });

const wrongPaths = (source: EventChecksPoller, payload: unknown) =>
  source.problemsOf('purchase', payload).map(({ path }) => path);

describe('EventChecksPoller', () => {
  it('checks what is defined, counts refusals, and lets pass the rest', async () => {
    const source = poller();
    expect(wrongPaths(source, {})).toEqual([]);
    await source.poll();
    expect(wrongPaths(source, { total: 1 })).toEqual([]);
    expect(wrongPaths(source, { total: '1' })).toEqual(['total']);
    expect(wrongPaths(source, {})).toEqual(['total']);
    expect(source.problemsOf('refund', {})).toEqual([]);
    expect([...refusals.counts()]).toEqual([
      {
        event: 'purchase',
        field: 'total',
        code: 'ETUDE_EVENT_FIELD_TYPE',
        count: 1,
      },
      {
        event: 'purchase',
        field: 'total',
        code: 'ETUDE_EVENT_FIELD_MISSING',
        count: 1,
      },
    ]);
  });

  it('asks by ETag with its token, and takes what changed', async () => {
    const source = poller();
    portal.answer = () =>
      Response.json(checksOf('number'), { headers: { etag: '"1"' } });
    await source.poll();
    portal.answer = () => new Response(null, { status: 304 });
    await source.poll();
    expect(wrongPaths(source, { total: '1' })).toEqual(['total']);
    portal.answer = () => Response.json(checksOf('text'));
    await source.poll();
    expect(wrongPaths(source, { total: '1' })).toEqual([]);
    expect(
      portal.asked.map(headers => [
        headers.get('authorization'),
        headers.get('if-none-match'),
      ]),
    ).toEqual([
      ['Bearer edge-token', null],
      ['Bearer edge-token', '"1"'],
      ['Bearer edge-token', '"1"'],
    ]);
  });

  it.each([
    ['refuses', () => new Response(null, { status: 403 })],
    ['answers with something else', () => Response.json({ checks: 'none' })],
    ['answers with no JSON', () => new Response('<html>')],
  ])('keeps what it has while the portal %s', async (_name, answer) => {
    const source = poller();
    await source.poll();
    portal.answer = answer;
    await source.poll();
    await source.poll();
    expect(wrongPaths(source, {})).toEqual(['total']);
    portal.answer = () => Response.json(checksOf('number'));
    await source.poll();
    expect(reports).toEqual([
      'event-checks-loaded',
      'event-checks-lost',
      'event-checks-back',
    ]);
  });

  it('starts from the disk when there is no portal', async () => {
    await poller().poll();
    portal.answer = () => {
      throw new TypeError('fetch failed');
    };
    const offline = poller();
    await offline.start();
    expect(wrongPaths(offline, {})).toEqual(['total']);
    await offline.stop();
  });
});
