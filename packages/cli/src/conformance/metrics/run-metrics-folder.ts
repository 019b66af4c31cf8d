import {
  computationQuery,
  planComputation,
  readComputationRows,
} from '@etude/metrics';
import { experimentRequest } from '@etude/metrics/as-code';
import type { Definitions, ExperimentDefinition } from '@etude/metrics/as-code';
import { printSql } from '@etude/sql';
import type { WarehouseDriver } from '@etude/warehouse';
import { openTables } from '@etude/warehouse-duckdb';
import type { ExpectedExperiment, ExpectedFile } from './expected-file';
import { metricCases } from './metric-cases';
import {
  folderError,
  readDefinitions,
  readExpected,
  tablesOf,
} from './metrics-folder';

/** What a folder of metric cases came to. */
export type MetricsReport = {
  readonly passed: number;
  readonly failed: readonly {
    readonly name: string;
    readonly message: string;
  }[];
  readonly skipped: readonly {
    readonly name: string;
    readonly reason: string;
  }[];
};

type Computing = {
  readonly driver: WarehouseDriver;
  readonly definitions: Definitions;
};

const compute = async (
  { driver, definitions }: Computing,
  experiment: ExperimentDefinition,
) => {
  const request = experimentRequest(definitions, experiment);
  const plan = planComputation(request, driver.dialect);
  if (!plan.ok) {
    throw folderError(
      `Experiment '${experiment.id}' cannot be computed on ${driver.dialect}.`,
      { problems: plan.problems },
    );
  }
  const sql = printSql(computationQuery(plan.value), driver.dialect);
  const { rows } = await driver.query(sql);
  return readComputationRows(rows, sql);
};

const metricsSaidOf = (expected: ExpectedExperiment): Set<string> =>
  new Set([
    ...[
      ...expected.moments,
      ...expected.uncapped,
      ...expected.quantiles,
      ...expected.funnelSteps,
    ].map(({ metric }) => metric),
    ...Object.keys(expected.caps),
  ]);

const MOST_SHOWN = 3;

const sentenceOf = (differences: readonly string[]): string =>
  [
    ...differences.slice(0, MOST_SHOWN),
    ...(differences.length > MOST_SHOWN
      ? [`and ${differences.length - MOST_SHOWN} more`]
      : []),
  ].join('; ');

const runExperiment = async (
  computing: Computing,
  experiment: ExperimentDefinition,
  expected: ExpectedExperiment,
): Promise<MetricsReport> => {
  const cases = metricCases(await compute(computing, experiment), expected);
  const failed = cases.filter(({ differences }) => differences.length > 0);
  const said = metricsSaidOf(expected);
  return {
    passed: cases.length - failed.length,
    failed: failed.map(({ name, differences }) => ({
      name: `${experiment.id}: ${name}`,
      message: sentenceOf(differences),
    })),
    skipped: experiment.metricIds
      .filter(id => !said.has(id))
      .map(id => ({
        name: `${experiment.id}: ${id}`,
        reason: 'expected.json says nothing of this metric',
      })),
  };
};

const emptyReport = (parts: Partial<MetricsReport>): MetricsReport => ({
  passed: 0,
  failed: [],
  skipped: [],
  ...parts,
});

const reportsOf = async (
  computing: Computing,
  { experiments }: ExpectedFile,
): Promise<MetricsReport[]> => {
  const defined = computing.definitions.experiments;
  const reports: MetricsReport[] = [];
  for (const experiment of defined) {
    const expected = experiments[experiment.id];
    reports.push(
      expected === undefined
        ? emptyReport({
            skipped: [
              {
                name: experiment.id,
                reason: 'expected.json says nothing of this experiment',
              },
            ],
          })
        : await runExperiment(computing, experiment, expected),
    );
  }
  const unknown = Object.keys(experiments).filter(
    id => !defined.some(experiment => experiment.id === id),
  );
  return [
    ...reports,
    emptyReport({
      failed: unknown.map(name => ({
        name,
        message: 'expected.json names an experiment that is not defined',
      })),
    }),
  ];
};

/**
 * Loads the tables of a folder of metric cases, computes its experiments as
 * the portal would, and compares them with what is expected.
 *
 * @throws ETUDE_CONFORMANCE_FOLDER when a file is missing or cannot be used,
 * and the codes of `openTables` and `readJson`.
 */
export const runMetricsFolder = async (
  folder: string,
): Promise<MetricsReport> => {
  const definitions = await readDefinitions(folder);
  const expected = await readExpected(folder);
  const driver = await openTables(await tablesOf(folder, definitions));
  try {
    const reports = await reportsOf({ driver, definitions }, expected);
    return {
      passed: reports.reduce((sum, { passed }) => sum + passed, 0),
      failed: reports.flatMap(({ failed }) => failed),
      skipped: reports.flatMap(({ skipped }) => skipped),
    };
  } finally {
    await driver.close();
  }
};
