import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../repository';
import { analysisText } from './analysis-text';
import { analyzeWords } from './analyze-words';

const FILE = path.join(
  repositoryRoot,
  '../shared/data/experiments/cookie_cats.csv',
);

const WORDS = [
  ...[FILE, '--unit', 'userid', '--variant', 'version'],
  ...['--control', 'gate_30'],
  ...['--success', 'retention_1:mde=0.02'],
  ...['--success', 'retention_7:mde=0.02'],
  ...['--guardrail', 'sum_gamerounds:nim=0.05'],
];

const isThere = existsSync(FILE);
if (!isThere) {
  process.stderr.write(`SKIPPED Cookie Cats: ${FILE} is not there.\n`);
}

describe.skipIf(!isThere)('Cookie Cats, the real file', () => {
  it(
    'gives the published figures and calls it a regression',
    { timeout: 60_000 },
    async () => {
      const document = await analyzeWords(WORDS);
      expect(document.design.variants.map(({ units }) => units)).toEqual([
        44_700, 45_489,
      ]);
      // χ² = 789²/90,189 = 6.9024; SciPy: chi2.sf(6.9024049, 1) = 0.00860799.
      const srm = document.health.find(({ id }) => id === 'srm');
      expect(srm?.state).toBe('pass');
      expect(srm?.figure?.value.toFixed(8)).toBe('0.00860799');

      const [day1, day7, rounds] = document.metrics;
      expect(day1?.control?.mean.toFixed(6)).toBe('0.448188');
      expect(day1?.treatment?.mean.toFixed(6)).toBe('0.442283');
      expect(day7?.difference?.estimate.toFixed(6)).toBe('-0.008201');
      expect(day7?.difference?.pValue.toFixed(7)).toBe('0.0015558');
      const z = day7?.tests.map(({ statistic }) => statistic.toFixed(4));
      expect(z).toEqual(['-3.1641', '-3.1641']);
      expect(rounds?.control?.mean.toFixed(4)).toBe('52.4563');
      expect(rounds?.difference?.stdErr.toFixed(6)).toBe('1.307250');

      expect(document.metrics.map(({ outcome }) => outcome)).toEqual([
        'not-enough-data',
        'worse',
        'not-enough-data',
      ]);
      expect(document.recommendations[0]?.action).toBe('abort');
      expect(document.verdict).toMatchObject({
        class: 'regression',
        variant: 'gate_40',
      });
    },
  );

  it('is shown in the documentation as it is printed', async () => {
    const file = path.join(repositoryRoot, 'docs/examples/cookie-cats.md');
    const doc = await readFile(file, 'utf8');
    const [first, second] = [...doc.matchAll(/```text\n([^]*?)\n```/g)].map(
      match => match[1],
    );
    expect(analysisText(await analyzeWords(WORDS))).toBe(first);
    const planned = await analyzeWords([
      ...[...WORDS, '--design', 'group-sequential'],
      ...['--planned-units', '450770'],
    ]);
    expect(analysisText(planned)).toContain(second);
  }, 60_000);
});
