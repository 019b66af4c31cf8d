import { expect, it } from 'vitest';
import { stageResult } from './stage';
import { summaryOf } from './summary';

it('tells per stage what passed, failed and was skipped, and why', () => {
  const lines = summaryOf([
    {
      name: 'unit',
      result: stageResult({
        passed: 3,
        skips: ['speaks Go: no Go here', 'SDK of Go: no Go here'],
      }),
      elapsedMs: 61_000,
    },
    {
      name: 'browser',
      result: stageResult({
        passed: 1,
        failed: 1,
        notes: ['FAILED /e2e/kill.test.ts', '  ✗ loses nothing', 'long log'],
      }),
      elapsedMs: 2_000,
    },
  ]);
  expect(lines).toEqual([
    'stage           passed    failed   skipped      time',
    'unit                 3         0         2    61.0 s',
    'browser              1         1         0     2.0 s',
    'SKIPPED in unit: speaks Go: no Go here (and 1 more)',
    'FAILED: browser\n  FAILED /e2e/kill.test.ts\n    ✗ loses nothing',
    '',
    '4 passed, 1 failed, 2 skipped',
  ]);
});
