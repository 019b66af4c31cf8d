import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { materializationId } from '@etude/openfeature-provider';
import type { MaterializationStore } from '@etude/openfeature-provider';
import { describe, expect, it } from 'vitest';
import { localMaterializations } from '../materializations/local-materializations';
import { openMaterializationsFile } from '../materializations/materializations-file';
import { noMaterializations } from '../materializations/no-materializations';
import { isJsonBody } from '../parse-json-body';
import type { JsonBody } from '../parse-json-body';
import { materializationsInMemory } from '../testing/materializations-in-memory';
import { wireMessage } from './proto/wire-types';
import { APP_SECRET, BROWSER_SECRET, wireState } from './testing/wire-state';
import { wireUnderTest } from './testing/wire-under-test';
import type { WireUnderTest } from './testing/wire-under-test';

const M = 'materializedSegments/m';
const RULE = 'flags/sticky/rules/r';
const ON = 'flags/sticky/variants/on';

const variantOf = async (
  under: WireUnderTest,
  context: JsonBody,
): Promise<unknown> => {
  const { json } = await under.post('/v1/flags:resolve', {
    clientSecret: APP_SECRET,
    flags: ['flags/sticky'],
    evaluationContext: context,
  });
  const flags = isJsonBody(json) ? json['resolvedFlags'] : [];
  const [first]: unknown[] = Array.isArray(flags) ? flags : [];
  return isJsonBody(first) ? first['variant'] : undefined;
};

describe('sticky assignments', () => {
  const swedish = { targeting_key: 'u', country: 'SE' };
  const norwegian = { targeting_key: 'u', country: 'NO' };

  it('keep a unit that no longer matches the targeting', async () => {
    const under = wireUnderTest({ state: wireState() });
    expect(await variantOf(under, norwegian)).toBe('');
    expect(await variantOf(under, swedish)).toBe(ON);
    expect(await variantOf(under, norwegian)).toBe(ON);
    expect(await variantOf(under, { ...norwegian, targeting_key: 'v' })).toBe(
      '',
    );
  });

  it('are shared by edges that share a store', async () => {
    const materializations = materializationsInMemory();
    const state = wireState();
    const first = wireUnderTest({ state, materializations });
    const second = wireUnderTest({ state, materializations });
    expect(await variantOf(first, swedish)).toBe(ON);
    expect(await variantOf(second, norwegian)).toBe(ON);
  });

  it('survive a restart', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'etude-sticky-'));
    const open = () => openMaterializationsFile(join(dir, 'm.sqlite'));
    const wireOn = (file: DatabaseSync) =>
      wireUnderTest({
        state: wireState(),
        materializations: localMaterializations(file),
      });
    const before = open();
    await variantOf(wireOn(before), swedish);
    before.close();
    const after = open();
    expect(await variantOf(wireOn(after), norwegian)).toBe(ON);
    after.close();
    await rm(dir, { recursive: true });
  });

  it('answer 503 when the store is broken, for sticky flags only', async () => {
    const file = openMaterializationsFile(':memory:');
    const materializations = localMaterializations(file);
    file.close();
    const under = wireUnderTest({ state: wireState(), materializations });
    const ask = (flag: string) =>
      under.post('/v1/flags:resolve', {
        clientSecret: APP_SECRET,
        flags: [flag],
        evaluationContext: swedish,
      });
    expect((await ask('flags/sticky')).status).toBe(503);
    expect((await ask('flags/plain')).status).toBe(200);
  });

  it('do not hold up other flags when the store does not answer', async () => {
    const under = wireUnderTest({
      state: wireState(),
      materializations: noMaterializations,
    });
    const { status, json } = await under.post('/v1/flags:resolve', {
      clientSecret: APP_SECRET,
      flags: ['flags/sticky', 'flags/plain'],
      evaluationContext: swedish,
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      resolvedFlags: [
        {
          flag: 'flags/sticky',
          reason: 'RESOLVE_REASON_MATERIALIZATION_NOT_SUPPORTED',
        },
        { flag: 'flags/plain', reason: 'RESOLVE_REASON_MATCH' },
      ],
    });
  });

  it('read the store once per round, also when it is slow', async () => {
    const asked: string[][] = [];
    const store: MaterializationStore = {
      read: async keys => {
        asked.push(keys.map(materializationId));
        await new Promise(resolve => setTimeout(resolve, 5));
        return new Map(keys.map(key => [materializationId(key), null]));
      },
      write: () => Promise.resolve(new Map()),
    };
    const under = wireUnderTest({
      state: wireState(),
      materializations: store,
    });
    expect(await variantOf(under, swedish)).toBe(ON);
    expect(asked).toEqual([
      [materializationId({ unit: 'u', materialization: M })],
    ]);
  });
});

describe('materialization operations', () => {
  const PACKAGE = 'confidence.flags.resolver.v1';
  const READ = '/v1/materialization:readMaterializedOperations';
  const WRITE = '/v1/materialization:writeMaterializedOperations';
  const headers = { authorization: `ClientSecret ${APP_SECRET}` };
  const read = wireMessage(`${PACKAGE}.ReadOperationsRequest`);
  const result = wireMessage(`${PACKAGE}.ReadOperationsResult`);
  const write = wireMessage(`${PACKAGE}.WriteOperationsRequest`);
  const record = { unit: 'u', materialization: M, rule: RULE, variant: ON };

  it('give back what was written', async () => {
    const under = wireUnderTest({ state: wireState() });
    const ofReader = { ...record, materialization: '', rule: `${RULE}2` };
    const body = write.encode({ storeVariantOp: [ofReader, record] });
    const written = await under.ask('POST', WRITE, { headers, body });
    expect(written.status).toBe(200);
    const { variant: _variant, ...variantReadOp } = record;
    const inclusion = { unit: 'u', materialization: M };
    const answer = await under.ask('POST', READ, {
      headers,
      body: read.encode({
        ops: [
          { variantReadOp },
          { variantReadOp: { ...variantReadOp, rule: 'flags/x/rules/y' } },
          { inclusionReadOp: inclusion },
          { inclusionReadOp: { ...inclusion, unit: 'nobody' } },
        ],
      }),
    });
    const decoded = result.decode(Buffer.from(answer.body));
    expect(decoded).toMatchObject({
      ok: true,
      value: {
        results: [
          { variantResult: record },
          { variantResult: { variant: '' } },
          { inclusionResult: { ...inclusion, isIncluded: true } },
          { inclusionResult: { isIncluded: false } },
        ],
      },
    });
    expect(await variantOf(under, { targeting_key: 'u' })).toBe(ON);
  });

  it('keep the first variant, while the rule can give it', async () => {
    const under = wireUnderTest({ state: wireState() });
    const keep = (variant: string) =>
      under.ask('POST', WRITE, {
        headers,
        body: write.encode({ storeVariantOp: [{ ...record, variant }] }),
      });
    const held = async () => {
      const found = await under.deps.materializations.read([record]);
      return found.get(materializationId(record))?.variants[RULE];
    };
    await keep('flags/sticky/variants/gone');
    expect(await held()).toBe('flags/sticky/variants/gone');
    await keep(ON);
    expect(await held()).toBe(ON);
    await keep('flags/sticky/variants/off');
    expect(await held()).toBe(ON);
    expect((await keep('x'.repeat(201))).status).toBe(400);
  });

  it.each([
    ['no secret', {}, 401],
    ['a browser', { authorization: `ClientSecret ${BROWSER_SECRET}` }, 403],
  ])('refuse %s', async (_case, given, status) => {
    const under = wireUnderTest({ state: wireState() });
    for (const path of [READ, WRITE]) {
      const answer = await under.ask('POST', path, { headers: given });
      expect(answer.status).toBe(status);
    }
  });

  it('refuse bytes that are no message', async () => {
    const under = wireUnderTest({ state: wireState() });
    const body = new Uint8Array([0xff, 0xff, 0xff]);
    const answer = await under.ask('POST', READ, { headers, body });
    expect(answer.status).toBe(400);
  });
});
