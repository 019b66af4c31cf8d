/// <reference types="node" />
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as stats from '../index';
import { measuredErrors } from './measured-error';
import { functionsOn, kindsOn, updatedPage } from './numerics-page';

const ROOT = resolve(__dirname, '../../../..');
const PAGE = resolve(ROOT, 'docs/numerics.md');
const CASES = resolve(ROOT, 'specs/statistics/cases');

const page = readFileSync(PAGE, 'utf8');

const cases = readdirSync(CASES).flatMap((name): readonly unknown[] => {
  const read: unknown = JSON.parse(readFileSync(resolve(CASES, name), 'utf8'));
  return Array.isArray(read) ? read : [];
});

const measured = measuredErrors(cases);

const repeated = (names: readonly string[]): readonly string[] =>
  names.filter((name, index) => names.indexOf(name) !== index);

describe('docs/numerics.md', () => {
  const exported = Object.entries(stats)
    .filter(([, value]) => typeof value === 'function')
    .map(([name]) => name);

  it('has one entry of every function, and none of a function that is not', () => {
    const entries = functionsOn(page);
    expect(exported.filter(name => !entries.includes(name))).toEqual([]);
    expect(entries.filter(name => !exported.includes(name))).toEqual([]);
    expect(repeated(entries)).toEqual([]);
  });

  it('refers to kinds of cases that exist', () => {
    expect(kindsOn(page).filter(kind => !measured.has(kind))).toEqual([]);
  });

  it('states errors that are not exceeded (update it with -u)', async () => {
    await expect(updatedPage(page, measured)).toMatchFileSnapshot(PAGE);
  });
});

describe('updatedPage', () => {
  const withError = (error: number) =>
    new Map([
      ['tails', { cases: 3, errors: [{ at: 'a p', error }], oracles: ['x 1'] }],
    ]);
  const table = (error: string) =>
    [
      '| function | formula | source | domain | cases   | largest error |',
      '| -------- | ------- | ------ | ------ | ------- | ------------- |',
      `| \`f\`      | x̄       | —      | all    | \`tails\` | ${error.padEnd(13)} |`,
      '',
    ].join('\n');

  it('keeps a stated error that is about right, and no other', () => {
    expect(updatedPage(table('2e-12'), withError(3e-12))).toBe(table('2e-12'));
    expect(updatedPage(table('2e-12'), withError(4.1e-12))).toBe(
      table('5e-12'),
    );
    expect(updatedPage(table('2e-12'), withError(1e-14))).toBe(table('1e-14'));
    expect(updatedPage(table('?'), withError(9.7e-12))).toBe(table('1e-11'));
    expect(updatedPage(table('0'), withError(0))).toBe(table('0'));
  });
});
