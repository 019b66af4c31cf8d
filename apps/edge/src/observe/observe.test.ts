import { describe, expect, it } from 'vitest';
import { fixedClock } from '@etude/kernel';
import type { FlagResolution, ResolvedCredential } from '@etude/resolver';
import { noCounts } from '../materializations/metered-materializations';
import { NOW, edgeUnderTest } from '../testing/edge-under-test';
import { ContextShapes } from './context-shapes';
import { EventRefusals } from '../event-checks/event-refusals';
import { createEdgeMetrics } from './edge-metrics';
import { EdgeReporter } from './edge-report';
import { EvaluationTally } from './evaluation-tally';
import { RequestMeter } from './request-meter';

const credential: ResolvedCredential = {
  id: 'production',
  client: 'shop',
  secretHash: '',
  kind: 'server',
  environments: [],
};

const resolution = (change: Partial<FlagResolution> = {}): FlagResolution => ({
  flag: 'flags/banner',
  variant: 'flags/banner/variants/green',
  value: {},
  schema: null,
  reason: 'MATCH',
  shouldApply: true,
  assignment: null,
  fallthroughs: [],
  origin: 'flags/banner/rules/sweden',
  writes: [],
  ...change,
});

describe('EvaluationTally', () => {
  it('counts by flag, variant, rule and reason', () => {
    const tally = new EvaluationTally();
    tally.add(credential, resolution());
    tally.add(credential, resolution());
    tally.add(
      credential,
      resolution({ variant: null, origin: null, reason: 'NO_SEGMENT_MATCH' }),
    );
    expect([...tally.counts()]).toMatchObject([
      { rule: 'flags/banner/rules/sweden', reason: 'MATCH', count: 2 },
      { rule: null, reason: 'NO_SEGMENT_MATCH', count: 1 },
    ]);
  });

  it('tells outcomes apart up to a bound', () => {
    const tally = new EvaluationTally(3);
    for (let i = 0; i < 10; i += 1) {
      tally.add(credential, resolution({ flag: `flags/f${i}` }));
    }
    expect([...tally.counts()]).toHaveLength(3);
    expect(tally.uncounted).toBe(7);
  });
});

describe('ContextShapes', () => {
  const shapesOf = (context: Record<string, unknown>) => {
    const shapes = new ContextShapes();
    shapes.add(credential, context);
    return shapes.take();
  };

  it.each([
    ['SE', 'string', 'country'],
    ['8.6.1', 'string', 'version'],
    ['2026-03-01', 'string', 'date'],
    ['2026-03-01T10:00:00Z', 'string', 'timestamp'],
    ['ada@example.com', 'string', 'email'],
    ['123e4567-e89b-12d3-a456-426614174000', 'string', 'uuid'],
    ['plain', 'string', null],
    [7, 'number', null],
    [true, 'bool', null],
    [null, 'null', null],
    [[1], 'list', null],
  ])('sees %j as %s of kind %s', (value, type, kind) => {
    expect(shapesOf({ field: value })).toEqual([
      { client: 'shop', path: 'field', type, kind, count: 1 },
    ]);
  });

  it('never holds a value, nor a name that may be one', () => {
    const fields = shapesOf({
      user: { email: 'ada@example.com', 'ada@example.com': 'secret' },
      'a b': 1,
    });
    expect(fields.map(({ path }) => path)).toEqual(['user', 'user.email']);
    expect(JSON.stringify(fields)).not.toMatch(/ada|secret/);
  });

  it('looks at the first contexts, then at one in fifty', () => {
    const shapes = new ContextShapes();
    for (let i = 0; i < 1_000; i += 1) shapes.add(credential, { a: i });
    // 50 first ones, and the 100th, 150th … 1,000th.
    expect(shapes.take()).toMatchObject([{ path: 'a', count: 69 }]);
  });

  it('names the unit once, as rules do', () => {
    const both = { targetingKey: 'user-1', targeting_key: 'user-1' };
    expect(shapesOf(both).map(({ path }) => path)).toEqual(['targeting_key']);
  });

  it('is bounded in fields, however many contexts bring', () => {
    const shapes = new ContextShapes();
    for (let i = 0; i < 50; i += 1) {
      const names = Array.from({ length: 500 }, (_, n) => [`f${i}_${n}`, n]);
      shapes.add(credential, Object.fromEntries(names));
    }
    // 100 of each context, 2,000 in all.
    expect(shapes.take()).toHaveLength(2_000);
  });
});

describe('EdgeReporter', () => {
  const setUp = (answer: () => Response | Error) => {
    const tally = new EvaluationTally();
    const shapes = new ContextShapes();
    const sent: { url: string; token: string | null; body: unknown }[] = [];
    const reporter = new EdgeReporter({
      backendUrl: 'http://portal',
      token: 'edge-token',
      edge: 'edge-1',
      everyMs: 30_000,
      tally,
      shapes,
      clock: fixedClock(NOW),
      fetch: async (input, init) => {
        const request = new Request(input, init);
        const token = request.headers.get('authorization');
        sent.push({ url: request.url, token, body: await request.json() });
        const answered = answer();
        if (answered instanceof Error) throw answered;
        return answered;
      },
    });
    return { tally, shapes, sent, reporter };
  };

  it('tells what changed, with ids and without values', async () => {
    const { tally, shapes, sent, reporter } = setUp(() => new Response('{}'));
    tally.add(credential, resolution());
    shapes.add(credential, { country: 'SE' });
    expect(await reporter.send()).toBe(true);
    expect(sent).toEqual([
      {
        url: 'http://portal/api/flags/v1/edge-reports',
        token: 'Bearer edge-token',
        body: {
          edge: 'edge-1',
          from: NOW,
          to: NOW,
          evaluations: [
            {
              client: 'shop',
              flag: 'banner',
              variant: 'green',
              rule: 'sweden',
              reason: 'MATCH',
              count: 1,
            },
          ],
          contextFields: [
            {
              client: 'shop',
              path: 'country',
              type: 'string',
              kind: 'country',
              count: 1,
            },
          ],
        },
      },
    ]);
    expect(await reporter.send()).toBe(true);
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['is away', () => new Error('ECONNREFUSED')],
    ['refuses', () => new Response('', { status: 503 })],
  ])('keeps its counts while the portal %s', async (_case, answer) => {
    const answers = [answer(), new Response('{}')];
    const { tally, sent, reporter } = setUp(
      () => answers.shift() ?? new Response('{}'),
    );
    tally.add(credential, resolution());
    expect(await reporter.send()).toBe(false);
    expect(reporter.lost).toBe(1);
    tally.add(credential, resolution());
    expect(await reporter.send()).toBe(true);
    expect(sent[1]?.body).toMatchObject({ evaluations: [{ count: 2 }] });
  });
});

describe('metrics', () => {
  it('count resolves, requests and latencies as Prometheus reads them', async () => {
    const tally = new EvaluationTally();
    const edge = edgeUnderTest({
      observe: {
        context: () => undefined,
        resolution: (who, given) => tally.add(who, given),
      },
    });
    const meter = new RequestMeter();
    const handle = meter.around(edge.handle);
    const { bodies } = { bodies: ['fixed', 'fixed', 'no-such-flag'] };
    for (const key of bodies) {
      await handle(edge.request(`/ofrep/v1/evaluate/flags/${key}`));
    }
    const refusals = new EventRefusals();
    for (const path of ['total', 'user']) {
      refusals.add('purchase', [
        { code: 'ETUDE_EVENT_FIELD_MISSING', path, message: '' },
      ]);
    }
    const metrics = createEdgeMetrics({
      tally,
      meter,
      state: edge.state,
      clock: fixedClock(NOW),
      logCounters: edge.logCounters,
      backlog: () => ({
        segments: 2,
        bytes: 700,
        maxBytes: null,
        compactor: null,
        problem: null,
      }),
      streams: () => 3,
      recentAssignments: () => 4,
      lostReports: () => 5,
      refusedEvents: () => refusals.counts(),
      eventChecks: () => 6,
      materializations: () => ({
        ...noCounts(),
        refusals: 0,
        isReachable: true,
        pendingWrites: 0,
        fileBytes: 4_096,
      }),
    });
    const text = await metrics.render();
    const value = (series: string) =>
      text
        .split('\n')
        .find(line => line.startsWith(`${series} `))
        ?.slice(series.length + 1);
    expect(
      value(
        'etude_edge_evaluations_total{flag="fixed",variant="blue",reason="MATCH"}',
      ),
    ).toBe('2');
    expect(
      value('etude_edge_requests_total{route="ofrep-single",status="404"}'),
    ).toBe('1');
    expect(
      value(
        'etude_edge_request_duration_seconds_bucket{route="ofrep-single",le="+Inf"}',
      ),
    ).toBe('3');
    expect(
      value('etude_edge_request_duration_seconds_count{route="ofrep-single"}'),
    ).toBe('3');
    expect(
      value(
        'etude_edge_events_refused_total{event="purchase",reason="ETUDE_EVENT_FIELD_MISSING"}',
      ),
    ).toBe('2');
    expect(value('etude_edge_event_checks')).toBe('6');
    expect(value('etude_edge_state_age_seconds')).toBe('1.5');
    expect(value('etude_edge_backlog_bytes')).toBe('700');
    // Zero would say that it has just told.
    expect(value('etude_edge_compactor_age_seconds')).toBeUndefined();
    expect(value('etude_edge_log_lines_total')).toBe('2');
    expect(value('etude_edge_change_streams')).toBe('3');
    expect(value('process_resident_memory_bytes')).toMatch(/^\d+$/);
    // A second scrape tells the same counts, not twice as much.
    expect(await metrics.render()).toContain(
      'etude_edge_evaluations_total{flag="fixed",variant="blue",reason="MATCH"} 2',
    );
  });
});
