import {
  segmentDetailSchema,
  segmentHistorySchema,
  segmentRecordSchema,
} from '@etude/plugin-flags-common';
import {
  newFlag,
  refusalOf,
  startFlagsBackend,
} from './__testUtils__/start-flags-backend';
import type { FlagsBackend } from './__testUtils__/start-flags-backend';

const allocation = (proportion: number, tags: string[] = []) => ({
  proportion,
  exclusivityTags: tags,
  exclusiveTo: tags,
});

const segment = (id: string, overrides: object = {}) => ({
  id,
  description: '',
  targeting: null,
  allocation: allocation(0.5),
  ...overrides,
});

const inSegment = (other: string) => ({
  criteria: { nested: { type: 'segment', segment: other } },
  expression: { type: 'ref', ref: 'nested' },
});

const createSegment = async (
  { ada }: Pick<FlagsBackend, 'ada'>,
  body: object,
) => segmentRecordSchema.parse((await ada.post('/v1/segments', body)).body);

const detailOf = async ({ ada }: Pick<FlagsBackend, 'ada'>, id: string) =>
  segmentDetailSchema.parse((await ada.get(`/v1/segments/${id}`)).body);

describe('segments', () => {
  it('keeps whoever is in when raised, and is never lowered', async () => {
    const backend = await startFlagsBackend();
    const created = await createSegment(backend, segment('home-page'));
    const put = (proportion: number, etag: string) =>
      backend.ada.put('/v1/segments/home-page', {
        etag,
        description: 'Home',
        targeting: null,
        allocation: allocation(proportion),
      });
    const raised = await put(0.7, created.etag).expect(200);
    const after = segmentRecordSchema.parse(raised.body);
    const [before] =
      created.population === 'ALL' ? [] : (created.population ?? []);
    const [now] = after.population === 'ALL' ? [] : (after.population ?? []);
    // 0.5 and 0.7 of 1,000,000 buckets; what it had is inside what it has.
    expect(before && now && [now[0] <= before[0], now[1] >= before[1]]).toEqual(
      [true, true],
    );
    expect((await detailOf(backend, 'home-page')).heldProportion).toBe(0.7);
    const lowered = await put(0.2, after.etag).expect(400);
    expect(refusalOf(lowered).problems[0]?.code).toBe('ETUDE_SEGMENT_LOWERED');
    const late = await put(0.9, created.etag).expect(409);
    expect(refusalOf(late).code).toBe('ETUDE_FLAGS_ETAG_CONFLICT');

    const history = await backend.ada.get('/v1/segments/home-page/history');
    const { items } = segmentHistorySchema.parse(history.body);
    expect(items.map(({ change, by }) => [change, by])).toEqual([
      ['updated', 'user:default/ada'],
      ['created', 'user:default/ada'],
    ]);
    expect(items[1]?.segment).toEqual(created);
  });

  it('refuses segments that lead back to themselves, and unknown ones', async () => {
    const backend = await startFlagsBackend();
    const inner = await createSegment(backend, segment('inner-one'));
    await createSegment(
      backend,
      segment('outer-one', { targeting: inSegment('inner-one') }),
    );
    const put = (other: string) =>
      backend.ada.put('/v1/segments/inner-one', {
        etag: inner.etag,
        description: '',
        targeting: inSegment(other),
        allocation: allocation(0.5),
      });
    const codesOf = async (other: string) =>
      refusalOf(await put(other).expect(400)).problems.map(({ code }) => code);
    expect(await codesOf('outer-one')).toEqual(['ETUDE_FLAGS_SEGMENT_CYCLE']);
    expect(await codesOf('inner-one')).toEqual(['ETUDE_FLAGS_SEGMENT_CYCLE']);
    expect(await codesOf('nobody-here')).toEqual([
      'ETUDE_FLAGS_UNKNOWN_SEGMENT',
    ]);
  });

  it('refuses a pattern that no resolver can run', async () => {
    const { ada } = await startFlagsBackend();
    const refused = await ada
      .post(
        '/v1/segments',
        segment('bad-pattern', {
          targeting: {
            criteria: {
              mail: {
                type: 'attribute',
                attribute: 'email',
                rule: { op: 'matches', pattern: '(' },
              },
            },
            expression: { type: 'ref', ref: 'mail' },
          },
        }),
      )
      .expect(400);
    expect(refusalOf(refused).problems[0]?.path).toBe(
      'targeting.criteria.mail.rule',
    );
  });

  it('is archived only when nothing uses it, and comes back as it was', async () => {
    const backend = await startFlagsBackend();
    const { ada } = backend;
    const created = await createSegment(backend, segment('staff-only'));
    await ada.post('/v1/flags', newFlag({ clients: [] })).expect(201);
    await ada
      .post('/v1/flags/checkout-button/rules', {
        kind: 'segment',
        segment: 'staff-only',
        name: 'Staff',
        assignments: [{ kind: 'variant', variant: 'green' }],
      })
      .expect(201);
    const { usages } = await detailOf(backend, 'staff-only');
    expect(usages.rules).toMatchObject([
      { flagId: 'checkout-button', ruleName: 'Staff', isLive: false },
    ]);
    const refused = await ada
      .post('/v1/segments/staff-only/archive')
      .expect(409);
    expect(refusalOf(refused).code).toBe('ETUDE_FLAGS_SEGMENT_IN_USE_CONFLICT');
    const ruleId = usages.rules[0]?.ruleId;
    await ada.delete(`/v1/flags/checkout-button/rules/${ruleId}`).expect(200);
    await ada.post('/v1/segments/staff-only/archive').expect(200);
    const back = await ada
      .post('/v1/segments/staff-only/unarchive')
      .expect(200);
    expect(back.body).toMatchObject({
      population: created.population,
      state: 'allocated',
    });
  });

  it('says how much room there is and who shares units with whom', async () => {
    const backend = await startFlagsBackend();
    const { ada } = backend;
    const ids = ['left-side', 'right-side', 'both-sides'];
    await createSegment(
      backend,
      segment('left-side', { allocation: allocation(0.3, ['home']) }),
    );
    await createSegment(
      backend,
      segment('right-side', { allocation: allocation(0.5, ['home']) }),
    );
    await createSegment(
      backend,
      segment('both-sides', { allocation: allocation(1) }),
    );
    const space = await ada
      .post('/v1/segments:availableSpace', {
        allocation: allocation(1, ['home']),
      })
      .expect(200);
    expect(space.body.available).toBeCloseTo(0.2, 10);
    await ada
      .post('/v1/flags', newFlag({ clients: [], labels: { surface: 'home' } }))
      .expect(201);
    for (const id of ids) {
      await ada
        .post('/v1/flags/checkout-button/rules', {
          kind: 'segment',
          segment: id,
          name: id,
          enabled: true,
          assignments: [{ kind: 'variant', variant: 'green' }],
        })
        .expect(201);
    }
    const overlaps = await ada.get('/v1/segments:overlaps?surface=home');
    // Two exclusive ones share nothing; everyone shares all of each.
    expect(overlaps.body.pairs).toEqual([
      { a: 'both-sides', b: 'left-side', share: 0.3, areExclusive: false },
      { a: 'both-sides', b: 'right-side', share: 0.5, areExclusive: false },
      { a: 'left-side', b: 'right-side', share: 0, areExclusive: true },
    ]);
    await ada.get('/v1/segments:overlaps').expect(400);
  });

  it('belongs to its owner, and those of experiments to nobody here', async () => {
    const backend = await startFlagsBackend();
    const { ada, service } = backend;
    const theirs = segment('their-users', { owner: 'group:default/payments' });
    await ada.post('/v1/segments', theirs).expect(403);
    await service.post('/v1/segments', theirs).expect(201);
    await ada.post('/v1/segments/their-users/archive').expect(403);
    await ada.post('/v1/flags', newFlag({ clients: [] })).expect(201);
    await ada
      .put('/v1/flags/checkout-button/rollout', {
        variant: 'green',
        reach: 0.1,
      })
      .expect(200);
    const [rollout] = (await ada.get('/v1/segments').expect(200)).body.items;
    expect(rollout).toMatchObject({ managedBy: 'rollout' });
    const refused = await ada
      .post(`/v1/segments/${rollout.id}/archive`)
      .expect(403);
    expect(refusalOf(refused).code).toBe(
      'ETUDE_FLAGS_SEGMENT_MANAGED_FORBIDDEN',
    );
  });
});
