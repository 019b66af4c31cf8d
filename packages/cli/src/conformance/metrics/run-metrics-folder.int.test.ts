import { parseDefinitions } from '@etude/metrics/as-code';
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../repository';
import { runMetricsFolder } from './run-metrics-folder';

const byHand = path.join(repositoryRoot, 'specs/metrics/by-hand');

let folder = '';
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(tmpdir(), 'etude-metrics-'));
  await fs.cp(byHand, folder, { recursive: true });
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

/** Replaces a text of a file of the folder, which has to be there. */
const edit = async (name: string, from: string, to: string): Promise<void> => {
  const file = path.join(folder, name);
  const text = await fs.readFile(file, 'utf8');
  expect(text).toContain(from);
  await fs.writeFile(file, text.replace(from, to));
};

describe('runMetricsFolder', () => {
  it('passes every case of the folder computed by hand', async () => {
    const report = await runMetricsFolder(folder);
    // 4 totals, 5 rows of traffic, 13 of moments.
    expect(report).toEqual({ passed: 22, failed: [], skipped: [] });
  });

  it.each([
    ['"crossoverUnits": 1', '"crossoverUnits": 2', 'crossoverUnits'],
    ['"n": 2, "mean": 15.0', '"n": 3, "mean": 15.0', 'n is 2, not 3'],
    ['"mean": 15.0', '"mean": 15.0000001', 'not 15.0000001'],
    ['"m2": 12.5', '"m2": 12.5000001', 'not 12.5000001'],
    ['"means": [4.5]', '"means": [4.4]', 'mean 1 is 4.5, not 4.4'],
    ['"comoments": [60.0, 8.0]', '"comoments": [60.1, 8.0]', 'not 60.1'],
    ['"control", "units": 2', '"control", "units": 3', 'is 2, not 3'],
    ['"2026-03-09", "units"', '"2026-03-10", "units"', 'nothing was computed'],
  ])('fails when %s is %s', async (from, to, message) => {
    await edit('expected.json', from, to);
    const { failed } = await runMetricsFolder(folder);
    const said = failed.map(one => `${one.name}: ${one.message}`).join('\n');
    expect(said).toContain(message);
  });

  it('fails for a row that is computed but not expected', async () => {
    await edit(
      'expected.json',
      '{"variant": "treatment", "exposureDate": "2026-03-09", "units": 1},',
      '',
    );
    expect((await runMetricsFolder(folder)).failed).toEqual([
      {
        name: "cookie-banner: traffic of 'treatment' on 2026-03-09",
        message: 'it was computed, but is not expected',
      },
    ]);
  });

  it('skips, loudly, what nothing is expected of', async () => {
    await edit('expected.json', '"cookie-banner"', '"other"');
    const report = await runMetricsFolder(folder);
    expect(report.passed).toBe(0);
    expect(report.skipped.map(({ name }) => name)).toEqual(['cookie-banner']);
    expect(report.failed.map(({ name }) => name)).toEqual(['other']);
  });

  it('takes the type that is told rather than the one that is found', async () => {
    const columns = 'columns:\n  orders: { ordered_at: date }\nfactTables:';
    await edit('definitions.yaml', 'factTables:', columns);
    // At midnight, ann's order of her first morning is before her exposure.
    const { failed } = await runMetricsFolder(folder);
    expect(failed.map(({ name }) => name)).toContain(
      "cookie-banner: revenue moments of 'control'",
    );
  });

  it.each([
    ['amount: boolean', 'ETUDE_TABLE_COLUMN_TYPE'],
    ['amuont: text', 'ETUDE_TABLE_COLUMN_TYPE'],
  ])('refuses to be told %s', async (told, code) => {
    const columns = `columns:\n  orders: { ${told} }\nfactTables:`;
    await edit('definitions.yaml', 'factTables:', columns);
    await expect(runMetricsFolder(folder)).rejects.toMatchObject({ code });
  });

  it('refuses definitions with every problem and its line', async () => {
    await edit('definitions.yaml', 'measure: amount', 'mesure: amount');
    await edit('definitions.yaml', 'window: 7 days', 'window: 7 dogs');
    await expect(runMetricsFolder(folder)).rejects.toMatchObject({
      code: 'ETUDE_CONFORMANCE_FOLDER',
      problems: [
        { message: expect.stringMatching(/^Line 19: 'mesure'.*'measure'/) },
        { message: expect.stringMatching(/^Line 20: '7 dogs'/) },
      ],
    });
  });

  it('names the file that is missing', async () => {
    await fs.rm(path.join(folder, 'definitions.yaml'));
    await expect(runMetricsFolder(folder)).rejects.toThrow(/definitions\.yaml/);
  });
});

describe('docs/metrics-as-code.md', () => {
  it('has examples that can be read', async () => {
    const file = path.join(repositoryRoot, 'docs/metrics-as-code.md');
    const text = await fs.readFile(file, 'utf8');
    const examples = [...text.matchAll(/```yaml\n([^]*?)```/g)];
    expect(examples.length).toBeGreaterThan(1);
    for (const [, example = ''] of examples) {
      const read = parseDefinitions(
        example.startsWith('owner:') ? example : `owner: o\n${example}`,
      );
      expect(read.ok ? [] : read.problems).toEqual([]);
    }
  });
});
