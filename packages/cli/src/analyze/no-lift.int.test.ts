import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysisText } from './analysis-text';
import { analyzeWords, metricNamed } from './analyze-words';
import { temporaryFolder } from './temporary-folder';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

/** Gains and losses: `shift` moves the mean of the control away from 0. */
const analyzed = async (shift: number, ...words: string[]) => {
  const rows = Array.from({ length: 60 }, (_, index) => {
    const swing = index % 4 < 2 ? 3 : -3;
    return index % 2 === 0
      ? `${index},old,${swing + shift},se`
      : `${index},new,${swing + 2},se`;
  });
  const file = await folder.write(
    `gains-${shift}.csv`,
    ['id,variant,gain,land', ...rows].join('\n'),
  );
  return analyzeWords([
    file,
    ...['--unit', 'id', '--variant', 'variant', '--control', 'old'],
    ...['--success', 'gain', ...words],
  ]);
};

describe('a lift that does not exist', () => {
  // The control mean has the standard error 3·√(30/29)/√30 = 0.557.
  it.each([
    [0, 'ETUDE_ANALYSIS_ZERO_CONTROL_MEAN'],
    [0.2, 'ETUDE_ANALYSIS_UNBOUNDED_LIFT'],
  ])('is named beside the difference: control mean %d', async (shift, code) => {
    const document = await analyzed(shift, '--dimension', 'land');
    const gain = metricNamed(document, 'gain');
    expect(gain).toMatchObject({
      status: 'estimated',
      problem: null,
      lift: null,
      liftProblem: { code },
    });
    expect(gain.difference?.estimate).toBeCloseTo(2 - shift, 12);
    expect(document.breakdowns[0]).toMatchObject({
      problem: null,
      lift: null,
      liftProblem: { code },
    });
    const text = analysisText(document).replaceAll(/\s+/g, ' ');
    const message = gain.liftProblem?.message ?? 'no message';
    expect(text.split(message)).toHaveLength(3);
  });

  it('says by which method a lift that exists is bounded', async () => {
    const near = metricNamed(await analyzed(3), 'gain');
    expect(near).toMatchObject({
      liftProblem: null,
      lift: { method: 'fieller' },
    });
    const far = metricNamed(await analyzed(30), 'gain');
    expect(far).toMatchObject({ lift: { method: 'delta' } });
  });
});
