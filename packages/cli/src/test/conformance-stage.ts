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
import { skippedStage, sumResults } from './stage';

const shared = path.join(repositoryRoot, '../shared/data');

const statisticsCases = async (file: string): Promise<StageResult> => {
  if (!existsSync(file)) return skippedStage(`${file} is not here`);
  const report = runStatisticsCases(await readStatisticsCases(file));
  return {
    passed: report.passed,
    failed: report.failed.length,
    skipped: report.skipped.length,
    notes: [
      ...report.failed.map(({ id, message }) => `FAILED ${id}: ${message}`),
      ...report.skipped.map(({ id, reason }) => `SKIPPED: ${id}: ${reason}`),
    ],
  };
};

const resolverCases = async (
  dir: string,
  semantics: 'general' | 'rust',
): Promise<StageResult> => {
  const [state, tests] = ['state.json', 'tests.json'].map(file =>
    path.join(dir, file),
  ) as [string, string];
  if (!existsSync(state)) return skippedStage(`${dir} is not here`);
  const report = runResolverCases(
    await readJson(state),
    await readJson(tests),
    {
      semantics,
    },
  );
  return {
    passed: report.passed,
    failed: report.failed.length,
    skipped: report.skipped.length,
    notes: [
      ...report.failed.map(({ name, message }) => `FAILED ${name}: ${message}`),
      ...report.skipped.map(
        ({ name, reason }) => `SKIPPED: ${name}: ${reason}`,
      ),
    ],
  };
};

const metricsCases = async (): Promise<StageResult> => {
  const results: StageResult[] = [];
  for (const folder of await ownMetricsFolders()) {
    const report = await runMetricsFolder(folder);
    results.push({
      passed: report.passed,
      failed: report.failed.length,
      skipped: report.skipped.length,
      notes: [
        ...report.failed.map(
          ({ name, message }) => `FAILED ${name}: ${message}`,
        ),
        ...report.skipped.map(
          ({ name, reason }) => `SKIPPED: ${name}: ${reason}`,
        ),
      ],
    });
  }
  return sumResults(results);
};

/** Case files of this repository and, where present, the shared ones. */
export const conformanceStage: Stage = {
  name: 'conformance',
  run: async () =>
    sumResults([
      await statisticsCases(ownStatisticsCases),
      await statisticsCases(path.join(shared, 'statistics/cases.json')),
      await resolverCases(path.join(shared, 'resolver-spec'), 'general'),
      await resolverCases(path.join(shared, 'resolver-spec'), 'rust'),
      await metricsCases(),
    ]),
};
