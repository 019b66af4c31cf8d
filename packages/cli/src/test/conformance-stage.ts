import { runResolverCases } from '@etude/resolver';
import { runStatisticsCases } from '@etude/stats';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ownMetricsFolders } from '../conformance/metrics/own-metrics-folders';
import { runMetricsFolder } from '../conformance/metrics/run-metrics-folder';
import { readJson } from '../conformance/read-json';
import {
  ownStatisticsCases,
  readStatisticsCases,
} from '../conformance/read-statistics-cases';
import { repositoryRoot } from '../repository';
import type { Stage, StageResult } from './stage';
import { stageResult, sumResults } from './stage';

const shared = path.join(repositoryRoot, '../shared/data');

const missing = (place: string): StageResult =>
  stageResult({ skips: [`${place} is not here`] });

type CaseReport = {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
};

const resultOf = ({ passed, failed, skipped }: CaseReport): StageResult =>
  stageResult({
    passed,
    failed: failed.length,
    skips: skipped,
    notes: failed.map(failure => `FAILED ${failure}`),
  });

type NamedReport = {
  readonly passed: number;
  readonly failed: readonly { name: string; message: string }[];
  readonly skipped: readonly { name: string; reason: string }[];
};

const named = ({ passed, failed, skipped }: NamedReport): CaseReport => ({
  passed,
  failed: failed.map(({ name, message }) => `${name}: ${message}`),
  skipped: skipped.map(({ name, reason }) => `${name}: ${reason}`),
});

const statisticsCases = async (file: string): Promise<StageResult> => {
  if (!existsSync(file)) return missing(file);
  const report = runStatisticsCases(await readStatisticsCases(file));
  return resultOf({
    passed: report.passed,
    failed: report.failed.map(({ id, message }) => `${id}: ${message}`),
    skipped: report.skipped.map(({ id, reason }) => `${id}: ${reason}`),
  });
};

const resolverCases = async (
  dir: string,
  semantics: 'general' | 'rust',
): Promise<StageResult> => {
  const [state, tests] = ['state.json', 'tests.json'].map(file =>
    path.join(dir, file),
  ) as [string, string];
  if (!existsSync(state)) return missing(dir);
  const report = runResolverCases(
    await readJson(state),
    await readJson(tests),
    {
      semantics,
    },
  );
  return resultOf(named(report));
};

const metricsCases = async (): Promise<StageResult> => {
  const results: StageResult[] = [];
  for (const folder of await ownMetricsFolders()) {
    const report = await runMetricsFolder(folder);
    results.push(resultOf(named(report)));
  }
  return sumResults(results);
};

/** Case files of this repository and, where present, the shared ones. */
export const conformanceStage: Stage = {
  name: 'conformance',
  cores: 1,
  run: async () =>
    sumResults([
      await statisticsCases(ownStatisticsCases),
      await statisticsCases(path.join(shared, 'statistics/cases.json')),
      await resolverCases(path.join(shared, 'resolver-spec'), 'general'),
      await resolverCases(path.join(shared, 'resolver-spec'), 'rust'),
      await metricsCases(),
    ]),
};
