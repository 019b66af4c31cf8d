import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnalysisDocument } from './analysis-document';
import { analysisText } from './analysis-text';
import { analyzeWords } from './analyze-words';
import { temporaryFolder } from './temporary-folder';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const DAYS = 8;
const PER_DAY = 150;
const day = (index: number) => `2026-05-0${index + 1}`;

// Scattered, but the same on every machine.
const scatter = (id: number, salt: number) => ((id * 7919 + salt) % 997) / 997;

const rowsUntil = (days: number): string[] =>
  Array.from({ length: days * PER_DAY }, (_, id) => {
    const variant = scatter(id, 13) < 0.5 ? 'a' : 'b';
    const before = 100 * scatter(id, 401);
    const spent =
      before + 80 * scatter(id * id, 77) + (variant === 'b' ? 10 : 0);
    return `${id},${variant},${day(Math.floor(id / PER_DAY))} 13:00:00,${spent.toFixed(3)},${before.toFixed(3)}`;
  });

const tableUntil = (days: number): Promise<string> =>
  folder.write(
    `until-${days}.csv`,
    ['id,variant,at,spent,before', ...rowsUntil(days)].join('\n'),
  );

const WORDS = [
  ...['--unit', 'id', '--variant', 'variant', '--control', 'a'],
  ...['--success', 'spent:mde=0.1', '--covariate', 'spent=before'],
];
const replayed = async (days: number, ...words: string[]) =>
  analyzeWords([await tableUntil(days), ...WORDS, '--looks', 'at', ...words]);

// rpact 3.3.4: getDesignGroupSequential(sided = 1, typeOfDesign = "asOF",
// alpha = 0.025, informationRates = c(0.2, 0.3, …, 0.8, 1)).
const BOUNDS = [4.87688, 3.92968, 3.36708, 2.98933, 2.71481, 2.50408, 2.33583];

/** With figures of nine digits: sums over days round differently. */
const rounded = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, item: unknown) =>
      typeof item === 'number' ? Number(item.toPrecision(9)) : item,
    ),
  );

const lookOf = ({ looks }: AnalysisDocument, at: number) => {
  const look = looks.at(at);
  const [metric] = look?.metrics ?? [];
  if (look === undefined || metric === undefined) throw new Error('no look');
  return { ...look, metric };
};

describe('a replayed group sequential test', () => {
  const words = ['--design', 'group-sequential', '--planned-units', '1500'];

  it('says on every day what a file that ends there says', async () => {
    const whole = await replayed(DAYS, ...words);
    expect(whole.looks.map(look => look.day)).toEqual(
      Array.from({ length: DAYS }, (_, index) => day(index)),
    );
    for (let days = 1; days <= DAYS; days += 1) {
      const { metric, units } = lookOf(whole, days - 1);
      const cut = await replayed(days, ...words);
      const last = lookOf(cut, -1);
      expect(units).toBe(days * PER_DAY);
      // Before there is enough for a test only an end has one.
      const { statistic, pValue, criticalValue, informationFraction } = metric;
      const { currentPower, poweredEffectRelative } = metric;
      const figures = { currentPower, poweredEffectRelative };
      const test = { statistic, pValue, criticalValue, informationFraction };
      const isEarly = metric.status === 'hidden';
      expect(rounded(last.metric)).toMatchObject(
        Object(rounded(isEarly ? {} : { ...figures, ...test })),
      );
      expect(last.metric.units).toBe(metric.units);
      expect(isEarly).toBe(days === 1);
    }
  }, 60_000);

  it('compares z with bounds of the information so far: rpact', async () => {
    const { looks } = await replayed(DAYS, ...words, '--alpha', '0.025');
    // The first look is too small for a test, so it spends nothing.
    const [first, ...others] = looks.map(look => look.metrics[0]);
    expect(first).toMatchObject({ status: 'hidden', statistic: null });
    expect(others.map(metric => metric?.informationFraction)).toEqual([
      0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8,
    ]);
    expect(
      others.map(metric => Number(metric?.criticalValue?.toFixed(5))),
    ).toEqual(BOUNDS);
  });

  it('takes the units of its last look for a plan, and says so', async () => {
    const document = await replayed(DAYS, '--design', 'group-sequential');
    expect(document.design.plannedUnits).toBe(DAYS * PER_DAY);
    expect(lookOf(document, -1).metric.informationFraction).toBe(1);
    expect(document.notices.join(' ')).toContain('the 1,200 of the last look');
  });
});

it('of a strict plan do not count beyond it', async () => {
  const document = await replayed(
    DAYS,
    ...['--design', 'group-sequential', '--planned-units', '900'],
    ...['--over-run', 'strict'],
  );
  const bounds = document.looks.map(({ metrics }) => metrics[0]?.criticalValue);
  expect(bounds[5]).toBeGreaterThan(0);
  expect(bounds.slice(6)).toEqual([null, null]);
  expect(document.notices.join(' ')).toContain('there at look 6.');
  expect(analysisText(document)).toMatch(/−∞ to ∞/);
});

describe('looks', () => {
  it('may be every few days, and always at the last', async () => {
    const path = await tableUntil(DAYS);
    const { looks } = await analyzeWords([
      ...[path, ...WORDS, '--looks', 'at:3', '--design', 'always-valid'],
    ]);
    expect(looks.map(look => look.day)).toEqual([day(2), day(5), day(7)]);
    const running = looks.map(look => look.metrics[0]?.pValue ?? 2);
    expect(running).toEqual(running.toSorted((a, b) => b - a));
  });

  it('of a fixed horizon show no effect before the end', async () => {
    const document = await replayed(DAYS);
    const before = document.looks.slice(0, -1);
    expect(before.map(({ effects }) => effects)).toEqual(
      before.map(() => 'closed'),
    );
    for (const { metrics } of before) {
      expect(metrics[0]).toMatchObject({
        status: 'hidden',
        statistic: null,
        pValue: null,
        criticalValue: null,
        outcome: 'unknown',
      });
      expect(metrics[0]?.currentPower).toBeGreaterThan(0);
    }
    const { looks: _looks, ...atEnd } = document;
    const { effects, metric } = lookOf(document, -1);
    expect(effects).toBe('open');
    const once = await analyzeWords([await tableUntil(DAYS), ...WORDS]);
    expect(rounded(atEnd.metrics[0]?.difference)).toEqual(
      rounded(once.metrics[0]?.difference),
    );
    expect(rounded(metric.statistic)).toBe(
      rounded(once.metrics[0]?.tests[0]?.statistic),
    );
    const text = analysisText(document);
    expect(text.match(/ closed /g)).toHaveLength(DAYS - 1);
    const widest = Math.max(...text.split('\n').map(line => line.length));
    expect(widest).toBeLessThanOrEqual(100);
  });

  it('of a fixed-power test end at the first with enough power', async () => {
    const document = await replayed(DAYS, '--design', 'fixed-power');
    const { looks, units, notices, stopReachedAt } = document;
    const isEnough = ({ metrics: [metric] }: (typeof looks)[number]) =>
      (metric?.units ?? 0) >= (metric?.requiredUnits ?? Infinity);
    expect(looks.length).toBeLessThan(DAYS);
    expect(looks.map(isEnough)).toEqual(
      looks.map((_, index) => index === looks.length - 1),
    );
    expect(units).toBe(looks.length * PER_DAY);
    expect(stopReachedAt).toBe(`${day(looks.length)}T00:00:00.000Z`);
    expect(notices.join(' ')).toContain(
      `${(DAYS * PER_DAY - units).toLocaleString('en-US')} later exposures`,
    );
  });
});
