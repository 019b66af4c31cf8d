import { EtudeError } from '@etude/kernel';
import { runResolverCases } from '@etude/resolver';
import { runStatisticsCases } from '@etude/stats';
import { parseOptions } from '../options';
import { print } from '../print';
import { ownMetricsFolders } from './metrics/own-metrics-folders';
import { runMetricsFolder } from './metrics/run-metrics-folder';
import { readJson } from './read-json';
import {
  ownStatisticsCases,
  readStatisticsCases,
} from './read-statistics-cases';

const usageError = (message: string): EtudeError =>
  new EtudeError(`${message} See ./etude conformance --help.`, {
    code: 'ETUDE_CLI_OPTION',
    kind: 'user',
  });

const finish = (passed: number, failed: number, skipped: number): number => {
  print(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 && passed > 0 ? 0 : 1;
};

const statistics = async (files: readonly string[]): Promise<number> => {
  const [location = ownStatisticsCases, ...rest] = files;
  if (rest.length > 0) {
    throw usageError('Give one file, or one folder, of statistics cases.');
  }
  const report = runStatisticsCases(await readStatisticsCases(location));
  for (const { id, kind, message } of report.failed) {
    print(`FAILED ${id} (${kind}): ${message}`);
  }
  for (const { id, kind, reason } of report.skipped) {
    print(`SKIPPED ${id} (${kind}): ${reason}`);
  }
  return finish(report.passed, report.failed.length, report.skipped.length);
};

const resolver = async (
  files: readonly string[],
  semantics: string,
): Promise<number> => {
  const [state, tests, ...rest] = files;
  if (state === undefined || tests === undefined || rest.length > 0) {
    throw usageError('Give a state file and a file of cases.');
  }
  if (semantics !== 'general' && semantics !== 'rust') {
    throw usageError(
      `--semantics is '${semantics}'; it has to be general or rust.`,
    );
  }
  const report = runResolverCases(
    await readJson(state),
    await readJson(tests),
    {
      semantics,
    },
  );
  for (const { name, message } of report.failed) {
    print(`FAILED ${name}: ${message}`);
  }
  for (const { name, reason } of report.skipped) {
    print(`SKIPPED ${name}: ${reason}`);
  }
  return finish(report.passed, report.failed.length, report.skipped.length);
};

const metrics = async (folders: readonly string[]): Promise<number> => {
  const all = folders.length > 0 ? folders : await ownMetricsFolders();
  let [passed, failed, skipped] = [0, 0, 0];
  for (const folder of all) {
    const report = await runMetricsFolder(folder);
    for (const { name, message } of report.failed) {
      print(`FAILED ${name}: ${message}`);
    }
    for (const { name, reason } of report.skipped) {
      print(`SKIPPED ${name}: ${reason}`);
    }
    passed += report.passed;
    failed += report.failed.length;
    skipped += report.skipped.length;
  }
  return finish(passed, failed, skipped);
};

/** `./etude conformance`: 1 when a case failed or none ran. */
export const conformance = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = parseOptions(argv, 'conformance', {
    semantics: { type: 'string', default: 'general' },
  });
  const [suite, ...files] = positionals;
  if (suite === 'statistics') return statistics(files);
  if (suite === 'resolver') return resolver(files, values.semantics);
  if (suite === 'metrics') return metrics(files);
  throw usageError(
    suite === undefined
      ? 'Say which suite: statistics, resolver or metrics.'
      : `There is no suite '${suite}': it is statistics, resolver or metrics.`,
  );
};
