import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTestReport } from './test-report';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'etude-report-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

type Test = { readonly fullName: string; readonly status: string };

const run = (exitCode: number) => ({ exitCode, logFile: 'log', output: 'end' });

/** What is read of a report in the form of Jest and Vitest. */
const read = async (
  tests: readonly Test[],
  { exitCode = 0, status = 'passed', reasons = [] as object[] } = {},
) => {
  const files = {
    report: path.join(dir, 'report.json'),
    skipReasons: path.join(dir, 'skips.json'),
  };
  const count = (wanted: string) =>
    tests.filter(test => test.status === wanted).length;
  await writeFile(
    files.report,
    JSON.stringify({
      numPassedTests: count('passed'),
      numFailedTests: count('failed'),
      testResults: [{ name: '/a.test.ts', status, assertionResults: tests }],
    }),
  );
  await writeFile(files.skipReasons, JSON.stringify(reasons));
  return readTestReport(files, run(exitCode));
};

const good = { fullName: 'adds', status: 'passed' };

describe('readTestReport', () => {
  it('counts, and names the files', async () => {
    expect(await read([good])).toEqual({
      passed: 1,
      failed: 0,
      skips: [],
      notes: [],
      testFiles: ['/a.test.ts'],
    });
  });

  it.each([
    ['no test ran', [], {}],
    ['all were skipped', [{ fullName: 'adds', status: 'skipped' }], {}],
    ['the runner failed though no test did', [good], { exitCode: 1 }],
    ['a file could not be loaded', [good], { status: 'failed' }],
  ])('fails where %s', async (_why, tests, how) => {
    expect((await read(tests, how)).failed).toBe(1);
  });

  it('says why a test was skipped, or that nobody did', async () => {
    const { skips } = await read(
      [
        good,
        { fullName: 'speaks Go', status: 'skipped' },
        { fullName: 'later', status: 'todo' },
      ],
      {
        reasons: [
          { file: '/a.test.ts', fullName: 'speaks Go', reason: 'no Go here' },
        ],
      },
    );
    expect(skips).toEqual([
      'speaks Go: no Go here',
      'later: no reason given (/a.test.ts)',
    ]);
  });

  it('has the output where there is no report', async () => {
    const nowhere = { report: path.join(dir, 'none.json') };
    await expect(readTestReport(nowhere, run(1))).rejects.toMatchObject({
      code: 'ETUDE_TEST_REPORT_MISSING',
    });
  });
});
