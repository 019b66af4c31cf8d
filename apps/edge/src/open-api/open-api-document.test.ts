import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { edgeUnderTest, requestOf, textOf } from '../testing/edge-under-test';
import { openApiDocument } from './open-api-document';
import { OPERATIONS } from './operations';

const FILE = join(__dirname, '..', '..', 'openapi.json');

describe('the OpenAPI document of the edge', () => {
  it('is the one in the repository', async () => {
    // To write it anew: yarn workspace @etude/edge openapi
    expect(JSON.parse(await readFile(FILE, 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(openApiDocument())),
    );
  });

  it('is served', async () => {
    const { handle } = edgeUnderTest();
    const answer = await handle(requestOf('GET', '/openapi.json'));
    const { paths } = z
      .object({ paths: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(textOf(answer)));
    expect(Object.keys(paths)).toContain('/ofrep/v1/evaluate/flags/{key}');
  });

  it('names every operation once', () => {
    const ids = OPERATIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  // The document of open-feature/protocol, version 0.3.0: what it asks of a
  // server, by path and status.
  it.each([
    ['evaluateFlag', [200, 400, 401, 404, 429, 500]],
    ['evaluateFlags', [200, 304, 400, 401, 429]],
  ])('has the answers of OFREP 0.3 for %s', (id, statuses) => {
    const operation = OPERATIONS.find(known => known.id === id);
    const documented = Object.keys(operation?.answers ?? {}).map(Number);
    expect(documented).toEqual(expect.arrayContaining(statuses));
    expect(operation?.answers[429]?.headers).toContain('Retry-After');
  });
});
