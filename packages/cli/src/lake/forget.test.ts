import { pendingErasures } from '@etude/events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lake } from './lake';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-forget-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('./etude lake forget', () => {
  it('leaves a request for the compactor', async () => {
    const argv = ['forget', '--unit', "o'neill", '--lake', dir, '--by', 'ada'];
    expect(await lake(argv)).toBe(0);
    expect(await pendingErasures(dir)).toMatchObject([
      { unit: "o'neill", requestedBy: 'ada' },
    ]);
  });

  it.each([
    [['forget', '--lake', '.'], 'No unit is named'],
    [['forget', '--unit', 'u', '--lake', '/no/such/lake'], 'no lake in'],
    [['remember'], "'remember' cannot be done"],
  ])('refuses %j', async (argv, message) => {
    await expect(lake(argv)).rejects.toMatchObject({
      code: 'ETUDE_CLI_OPTION',
      message: expect.stringContaining(message) as unknown,
    });
    expect(await pendingErasures(dir)).toEqual([]);
  });
});
