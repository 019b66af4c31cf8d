import type { LookRecord } from '@etude/analysis';
import type { Experiment } from '@etude/lifecycle';
import { testPlan } from '../__testUtils__/new-experiment';
import {
  MIGRATIONS,
  describeOnDatabases,
  undoFrom,
} from '../__testUtils__/test-databases';
import { listExperiments } from '../read-models/experiment-list';
import { readLearning } from '../read-models/learning';
import { createActivityStore } from './activity-store';
import { createAlertStore } from './alert-store';
import { createExperimentStore } from './experiment-store';
import { createLookStore } from './look-store';
import type { StoredLook } from './look-store';
import { createRefreshStore } from './refresh-store';
import { createServingChangeStore } from './serving-change-store';
import { createSnapshotStore } from './snapshot-store';
import type { SnapshotWithBasis, StoredSnapshot } from './snapshot-store';

const experiment = (changes: Partial<Experiment> = {}): Experiment => ({
  id: 'green-button',
  name: 'Grüner Knopf 🟢',
  owner: 'group:default/growth',
  plan: testPlan(),
  state: 'live',
  createdAt: '2026-03-01T00:00:00.000Z',
  createdBy: 'user:default/ada',
  launchedAt: '2026-03-02T00:00:00.000Z',
  ruleId: 'rule-1',
  segmentId: 'segment-1',
  etag: '1',
  ...changes,
});

const ended = (id: string, changes: Partial<Experiment> = {}) =>
  experiment({
    id,
    state: 'ended',
    endedAt: '2026-03-16T00:00:00.000Z',
    endReason: 'planned-end',
    ...changes,
  });

const basis: SnapshotWithBasis['basis'] = {
  plan: testPlan(),
  metricInfo: [
    { id: 'revenue', name: 'Revenue', type: 'average', covariates: 2 },
  ],
  state: 'live',
  launchedAt: '2026-03-02T00:00:00.000Z',
  plannedEndAt: null,
  now: '2026-03-03T00:00:00.000Z',
  crossoverUnits: 1,
  totalUnits: 4,
};

const snapshot = {
  analysis: {
    visibility: { effects: 'closed', sentence: 'Later.' },
    health: [],
    metrics: [],
    recommendations: [],
    verdict: null,
    design: {
      alphaSuccess: 0.05,
      alphaGuardrail: 0.05,
      alphaDeterioration: 0.025,
      powerPerMetric: 0.9,
    },
    progress: {
      units: 12_345_678_901,
      requiredUnits: 4,
      share: 0.25,
      projectedFinishAt: null,
    },
    monitors: [],
    breakdowns: [],
  },
  computedAt: '2026-03-03T00:00:00.000Z',
  runId: 'run-1',
  moments: [],
  traffic: [{ variant: 'control', exposureDate: null, units: 3 }],
} satisfies StoredSnapshot;

describeOnDatabases('the experiment store', open => {
  it('gives experiments back as they were stored, each id once', async () => {
    const store = createExperimentStore(await open());
    expect(await store.insert(experiment())).toBe(true);
    expect(await store.insert(experiment({ name: 'Other' }))).toBe(false);
    expect(await store.find('green-button')).toEqual(experiment());
    expect(await store.find('red-button')).toBeUndefined();
    expect(await store.findMany(['green-button', 'red-button'])).toHaveLength(
      1,
    );
  });

  it('replaces only the version that was read', async () => {
    const store = createExperimentStore(await open());
    await store.insert(experiment());
    const next = experiment({ name: 'New', etag: '2' });
    expect(await store.replace(next, '0')).toBe(false);
    expect(await store.replace(next, '1')).toBe(true);
    expect(await store.replace(next, '1')).toBe(false);
    expect(await store.find('green-button')).toEqual(next);
  });

  it('finds what is due: live ones, and ended ones without a verdict', async () => {
    const db = await open();
    const store = createExperimentStore(db);
    const verdict = { class: 'win' as const, sentence: 'A win.' };
    for (const one of [
      experiment({ id: 'live-one' }),
      experiment({ id: 'a-draft', state: 'draft' }),
      ended('never-tried'),
      ended('just-tried'),
      ended('judged', { verdict }),
    ]) {
      await store.insert(one);
    }
    const refreshes = createRefreshStore(db);
    const triedAt = '2026-03-16T12:00:00.000Z';
    await refreshes.acquire('just-tried', {
      token: 't',
      runId: 'run',
      now: triedAt,
      until: '2026-03-16T12:01:00.000Z',
    });
    await refreshes.release('just-tried', 't', { succeededAt: triedAt });
    const due = (endedBefore: string) =>
      store.findDueForRefresh({ now: '2026-03-16T12:30:00.000Z', endedBefore });
    expect(await due(triedAt)).toEqual(['live-one', 'never-tried']);
    expect(await due('2026-03-16T12:00:00.001Z')).toEqual([
      'just-tried',
      'live-one',
      'never-tried',
    ]);
  });
});

describeOnDatabases('the snapshot store', open => {
  it('keeps the latest snapshot, which the list shows', async () => {
    const db = await open();
    await createExperimentStore(db).insert(experiment());
    const store = createSnapshotStore(db);
    expect(await store.find('green-button')).toBeUndefined();
    await store.put(
      'green-button',
      { ...snapshot, basis },
      { health: 'warn', recommendation: null },
    );
    const later = { ...snapshot, runId: 'run-2' };
    await store.put(
      'green-button',
      { ...later, basis },
      { health: 'fail', recommendation: 'abort' },
    );
    expect(await store.find('green-button')).toEqual(later);
    expect(await store.findWithBasis('green-button')).toEqual({
      ...later,
      basis,
    });
    const { items, totalItems } = await listExperiments(
      db,
      {},
      new Date('2026-03-04T00:00:00Z'),
    );
    expect(totalItems).toBe(1);
    expect(items).toMatchObject([
      {
        health: 'fail',
        recommendation: 'abort',
        units: 12_345_678_901,
        progress: 0.25,
        daysRunning: 2,
        demo: false,
      },
    ]);
  });
});

describeOnDatabases('the look store', open => {
  const look = (at: string, units: number): StoredLook => ({
    record: {
      at,
      tests: [
        {
          metricId: 'revenue',
          variant: 'green',
          kind: 'inferiority',
          units,
          statistic: -1.25,
          crossed: false,
          runningP: 0.2,
        },
      ],
      units: { control: units / 2, green: units / 2 },
      srmP: 1,
    },
    health: [{ id: 'srm', state: 'pass', figure: 1 }],
  });

  it('gives the looks of an experiment in order, and shows no statistic', async () => {
    const db = await open();
    await createExperimentStore(db).insert(experiment());
    await createExperimentStore(db).insert(experiment({ id: 'other' }));
    const store = createLookStore(db);
    const [first, second] = [
      look('2026-03-03T00:00:00.000Z', 100),
      look('2026-03-04T00:00:00.000Z', 200),
    ];
    await store.put('green-button', first);
    await store.put('other', second);
    await store.put('green-button', second);
    const later = '2026-03-05T00:00:00.000Z';
    expect(await store.recordsBefore('green-button', later)).toEqual([
      first.record,
      second.record,
    ]);
    expect(await store.recordsBefore('green-button', second.record.at)).toEqual(
      [first.record],
    );
    expect(await store.summaries('green-button')).toEqual(
      [first, second].map(({ record, health }) => ({
        at: record.at,
        health,
        units: record.units,
      })),
    );
  });

  it('keeps one look at an instant, and none that saw nothing new', async () => {
    const db = await open();
    await createExperimentStore(db).insert(experiment());
    const store = createLookStore(db);
    const unitsAt = async () =>
      (await store.summaries('green-button')).map(({ at, units }) => [
        at.slice(8, 10),
        units['green'],
      ]);
    const third = '2026-03-03T00:00:00.000Z';
    const fourth = '2026-03-04T00:00:00.000Z';
    const fifth = '2026-03-05T00:00:00.000Z';
    await store.put('green-button', look(third, 100));
    await store.put('green-button', look(fourth, 200));
    await store.put('green-button', look(fourth, 300));
    await store.put('green-button', look(fifth, 300));
    expect(await unitsAt()).toEqual([
      ['03', 50],
      ['04', 150],
    ]);
    // What came late has gone again.
    await store.put('green-button', look(fourth, 100));
    expect(await unitsAt()).toEqual([['03', 50]]);
    // The same figures, but a check fails now: that is news.
    await store.put('green-button', {
      ...look(fifth, 100),
      health: [{ id: 'srm', state: 'fail', figure: 0 }],
    });
    expect(await unitsAt()).toEqual([
      ['03', 50],
      ['05', 50],
    ]);
  });

  const solvedOf = (looks: number): LookRecord['solvedLooks'] => [
    {
      version: 1,
      spendingEnd: 1_000,
      informationEnd: 1_000,
      looksPrint: '1f-2e',
      state: {
        design: {
          spending: { kind: 'hwang-shih-decani', gamma: -4 },
          alpha: 0.025,
          sides: 1,
        },
        looks,
        // The store has to keep every bit of them.
        path: { t: 0.1, top: 1 / 3, panelWidth: 1e-9, masses: [5e-324, 0.1] },
        latest: { t: 0.2, z: null, spent: 1e-25 },
      },
    },
  ];
  const solvedLook = (at: string, units: number, looks: number): StoredLook => {
    const { record, health } = look(at, units);
    return { record: { ...record, solvedLooks: solvedOf(looks) }, health };
  };

  it('gives what was solved with the latest look, and keeps no other', async () => {
    const db = await open();
    await createExperimentStore(db).insert(experiment());
    await createExperimentStore(db).insert(experiment({ id: 'other' }));
    const store = createLookStore(db);
    const solvedAt = async (id: string, instant: string) =>
      (await store.recordsBefore(id, instant)).map(
        ({ solvedLooks }) => solvedLooks,
      );
    await store.put('other', look('2026-03-03T00:00:00.000Z', 100));
    const days = ['03', '04', '05'].map(day => `2026-03-${day}T00:00:00.000Z`);
    for (const [index, at] of days.entries()) {
      await store.put('green-button', solvedLook(at, 100 + index, index));
    }
    expect(await solvedAt('green-button', '2027')).toEqual([
      undefined,
      undefined,
      solvedOf(2),
    ]);
    // The explanation of the latest look has those of its own.
    expect(await solvedAt('green-button', days[2] ?? '')).toEqual([
      undefined,
      solvedOf(2),
    ]);
    expect(await solvedAt('other', '2027')).toEqual([undefined]);
    expect(await db('solved_looks')).toHaveLength(1);
    const [row] = await db('looks').where({ experiment_id: 'green-button' });
    expect(row.record).not.toContain('solvedLooks');

    // A look that saw nothing new is no look, and one may solve nothing.
    const sixth = '2026-03-06T00:00:00.000Z';
    await store.put('green-button', solvedLook(sixth, 102, 3));
    expect(await solvedAt('green-button', '2027')).toEqual([
      undefined,
      undefined,
      solvedOf(3),
    ]);
    await store.put('green-button', look(sixth, 103));
    expect(await db('solved_looks')).toEqual([]);
  });

  it('does without what another version solved, and what an old one has not', async () => {
    const db = await open();
    await createExperimentStore(db).insert(experiment());
    const store = createLookStore(db);
    const { record, health } = look('2026-03-03T00:00:00.000Z', 100);
    await undoFrom(db, '20261121210000');
    await db('looks').insert({
      experiment_id: 'green-button',
      at: record.at,
      record: JSON.stringify(record),
      health: JSON.stringify(health),
      units: '{}',
    });
    await db.migrate.latest({ directory: MIGRATIONS });
    expect(await store.recordsBefore('green-button', '2027')).toEqual([record]);
    await db('solved_looks').insert({
      experiment_id: 'green-button',
      solved: '[{"version":2}]',
    });
    expect(await store.recordsBefore('green-button', '2027')).toEqual([record]);
  });

  it('keeps the first of repeated looks of before, whose results must be refreshed', async () => {
    const db = await open();
    const both = [
      ['green-button', 1],
      ['other', 2],
    ] as const;
    for (const [id] of both) {
      await createExperimentStore(db).insert(experiment({ id }));
    }
    await undoFrom(db, '20261121180000');
    const snapshots = createSnapshotStore(db);
    const old = { ...basis, pastLooks: [look(basis.now, 100).record] };
    for (const [id, sequence] of both) {
      await snapshots.put(
        id,
        { ...snapshot, basis: old },
        { health: 'pass', recommendation: null },
      );
      await db('looks').insert({
        experiment_id: id,
        at: basis.now,
        record: JSON.stringify(look(basis.now, sequence).record),
        health: '[]',
        units: '{}',
      });
    }
    const [first] = await db('looks').where({ experiment_id: 'other' });
    await db('looks').insert({ ...first, sequence: 7, record: '{}' });
    await db.migrate.latest({ directory: MIGRATIONS });
    expect(await createLookStore(db).recordsBefore('other', '2027')).toEqual([
      look(basis.now, 2).record,
    ]);
    expect(await snapshots.findWithBasis('green-button')).toEqual({
      ...snapshot,
      basis,
    });
    await expect(snapshots.findWithBasis('other')).rejects.toMatchObject({
      code: 'ETUDE_EXPERIMENT_EXPLANATION_CONFLICT',
    });
  });

  it('takes results of before its time along', async () => {
    const db = await open();
    await createExperimentStore(db).insert(experiment());
    const store = createSnapshotStore(db);
    await store.put(
      'green-button',
      { ...snapshot, basis },
      { health: 'pass', recommendation: null },
    );
    await undoFrom(db, '20261121120000');
    const {
      monitors: _monitors,
      breakdowns: _breakdowns,
      progress: { projectedFinishAt: _finish, ...progress },
      ...before
    } = snapshot.analysis;
    await db('snapshots').update({
      analysis: JSON.stringify({ ...before, progress }),
    });
    await db.migrate.latest({ directory: MIGRATIONS });
    expect(await store.find('green-button')).toEqual(snapshot);
  });
});

describeOnDatabases('the refresh store', open => {
  const at = (time: string) => `2026-03-02T${time}.000Z`;

  const id = 'green-button';

  const openStore = async () => {
    const db = await open();
    await createExperimentStore(db).insert(experiment({ state: 'live' }));
    const store = createRefreshStore(db);
    const lock = (token: string, now: string, until: string) =>
      store.acquire(id, {
        token,
        runId: `run-${token}`,
        now: at(now),
        until: at(until),
      });
    const due = (now: string) =>
      createExperimentStore(db).findDueForRefresh({
        now: at(now),
        endedBefore: at('00:00:00'),
      });
    return { store, lock, due };
  };

  const problem = { code: 'ETUDE_TEST', message: 'Failed.' };

  it('gives the lock to one at a time, and to the next when it has run out', async () => {
    const { store, lock } = await openStore();
    expect(await lock('a', '09:00:00', '09:01:00')).toBe(true);
    expect(await lock('b', '09:00:30', '09:01:30')).toBe(false);
    expect(await store.status(id, at('09:00:30'))).toMatchObject({
      running: true,
      step: 'computing',
      runId: 'run-a',
    });
    await store.renew(id, { token: 'a', until: at('09:02:00') });
    await store.renew(id, { token: 'b', until: at('09:59:00') });
    expect(await lock('b', '09:01:30', '09:02:30')).toBe(false);
    expect(await lock('c', '09:02:00', '09:15:00')).toBe(true);

    // The first holder comes back too late to say anything.
    await store.release(id, 'a', { succeededAt: at('09:03:00') });
    await store.setAnalysing(id, 'a');
    expect(await store.status(id, at('09:03:00'))).toMatchObject({
      running: true,
      step: 'computing',
    });
    await store.setAnalysing(id, 'c');
    expect((await store.status(id, at('09:03:00'))).step).toBe('analysing');
    await store.release(id, 'c', { problem, retryAt: at('09:05:00') });
    expect(await store.status(id, at('09:04:00'))).toEqual({
      running: false,
      runId: 'run-c',
      step: null,
      lastAttemptAt: at('09:02:00'),
      lastSuccessAt: null,
      attempts: 2,
      retryAt: at('09:05:00'),
      problem,
    });
    await lock('d', '09:18:00', '09:33:00');
    await store.release(id, 'd', { succeededAt: at('09:18:00') });
    expect(await store.status(id, at('09:19:00'))).toMatchObject({
      lastSuccessAt: at('09:18:00'),
      attempts: 0,
      retryAt: null,
      problem: null,
    });
  });

  it('is due when it is neither under way nor waiting after a failure', async () => {
    const { store, lock, due } = await openStore();
    expect(await due('09:00:00')).toEqual([id]);
    await lock('a', '09:00:00', '09:01:00');
    expect(await due('09:00:30')).toEqual([]);
    await store.release(id, 'a', { problem, retryAt: at('09:05:00') });
    expect(await due('09:04:59')).toEqual([]);
    expect(await due('09:05:00')).toEqual([id]);
  });

  it('is taken up again when its backend died, but not for ever', async () => {
    const { store, lock, due } = await openStore();
    for (const minute of ['01', '02', '03', '04']) {
      expect(await due(`09:${minute}:00`)).toEqual([id]);
      await lock(minute, `09:${minute}:00`, `09:${minute}:30`);
    }
    expect(await due('09:05:00')).toEqual([]);
    expect(await store.status(id, at('09:05:00'))).toMatchObject({
      running: false,
      problem: {
        code: 'ETUDE_EXPERIMENT_REFRESH_INTERRUPTED',
        message: expect.stringContaining('4 times in a row'),
      },
    });
    // A person tries it, and it works.
    await lock('person', '09:06:00', '09:07:00');
    await store.release(id, 'person', { succeededAt: at('09:06:00') });
    expect(await due('09:07:00')).toEqual([id]);
    await lock('once', '09:08:00', '09:08:30');
    expect(await due('09:09:00')).toEqual([id]);
    expect((await store.status(id, at('09:09:00'))).problem).toMatchObject({
      message: expect.stringContaining('done again'),
    });
  });
});

describeOnDatabases('the activity, alert and serving change stores', open => {
  it('lists activity latest first, in the order it was added', async () => {
    const db = await open();
    await createExperimentStore(db).insert(experiment());
    const store = createActivityStore(db);
    const entry = (id: string) => ({
      id,
      experimentId: 'green-button',
      at: '2026-03-02T00:00:00.000Z',
      actor: 'user:default/ada',
      kind: 'edited',
      sentence: `Changed ${id}.`,
    });
    await store.add([entry('first'), entry('second')]);
    expect(await store.list('green-button')).toEqual([
      entry('second'),
      entry('first'),
    ]);
  });

  it('remembers alerts until they are cleared', async () => {
    const db = await open();
    await createExperimentStore(db).insert(experiment());
    const store = createAlertStore(db);
    for (const kind of ['ended', 'ended', 'planned-end']) {
      await store.raise('green-button', kind, '2026-03-02T00:00:00.000Z');
    }
    expect(await store.list('green-button')).toEqual(['ended', 'planned-end']);
    await store.clear('green-button', 'ended');
    expect(await store.list('green-button')).toEqual(['planned-end']);
  });

  it('lets one change of an experiment begin at a time', async () => {
    const store = createServingChangeStore(await open());
    const change = { experimentId: 'green-button', flagId: 'the-flag' };
    const begunAt = '2026-03-02T00:00:00.000Z';
    const token = await store.begin(change, begunAt);
    expect(token).toBeDefined();
    expect(await store.begin(change, begunAt)).toBeUndefined();
    expect(await store.findBegunBefore(begunAt)).toEqual([]);
    expect(await store.findBegunBefore('2026-03-02T00:00:00.001Z')).toEqual([
      { ...change, token },
    ]);
    expect(await store.finish('green-button', 'of-another')).toBe(false);
    expect(await store.finish('green-button', token ?? '')).toBe(true);
    expect(await store.begin(change, begunAt)).toBeDefined();
  });
});

describeOnDatabases('the learning read model', open => {
  it('counts ended experiments between two days, of one owner', async () => {
    const db = await open();
    const store = createExperimentStore(db);
    const win = { class: 'win' as const, sentence: 'A win.' };
    await store.insert(ended('first', { verdict: win }));
    await store.insert(
      ended('second', {
        endedAt: '2026-04-01T00:00:00.000Z',
        verdict: {
          class: 'no-learning',
          reason: 'SRM',
          sentence: 'No learning.',
        },
      }),
    );
    await store.insert(
      ended('third', { owner: 'group:default/payments', verdict: win }),
    );
    await store.insert(experiment());
    const growth = await readLearning(db, { owner: 'group:default/growth' });
    expect(growth.items.map(({ id }) => id)).toEqual(['second', 'first']);
    expect(growth.rates).toMatchObject({
      learning: { count: 1, of: 2 },
      invalid: { count: 1, of: 2 },
    });
    expect(growth.byQuarter.map(({ key }) => key)).toEqual([
      '2026-Q1',
      '2026-Q2',
    ]);
    const march = await readLearning(db, {
      from: '2026-03-01',
      to: '2026-04-01',
    });
    expect(march.items.map(({ id }) => id)).toEqual(['first', 'third']);
  });
});
