import { EtudeError } from '@etude/kernel';
import fs from 'node:fs/promises';
import { z } from 'zod';
import { tailOf } from './run-tool';
import type { ToolRun } from './run-tool';
import type { StageResult } from './stage';

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number().default(0),
  numFailedTestSuites: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string() }),
      ),
    }),
  ),
});

type Report = z.infer<typeof reportSchema>;

const failuresOf = (report: Report): string[] =>
  report.testResults
    .filter(file => file.status === 'failed')
    .flatMap(file => {
      const names = file.assertionResults
        .filter(test => test.status === 'failed')
        .map(test => `  ✗ ${test.fullName}`);
      const reason = names.length === 0 ? [`  ${file.message}`] : names;
      return [`FAILED ${file.name}`, ...reason];
    });

const skipsOf = (report: Report): string[] =>
  report.testResults.flatMap(file =>
    file.assertionResults
      .filter(test => test.status === 'pending' || test.status === 'skipped')
      .map(test => `SKIPPED: ${test.fullName}`),
  );

/**
 * Counts of a test runner's JSON report (the form Jest and Vitest share). A
 * run without any test, or one that crashed, counts as failed: nothing passes
 * by not testing.
 */
export const readTestReport = async (
  reportFile: string,
  run: ToolRun,
): Promise<StageResult> => {
  const report = reportSchema.parse(
    JSON.parse(await readReport(reportFile, run)),
  );
  const crashed =
    report.numPassedTests === 0 ||
    (run.exitCode !== 0 && report.numFailedTests === 0);
  const failedFiles = report.testResults.filter(
    file =>
      file.status === 'failed' &&
      !file.assertionResults.some(test => test.status === 'failed'),
  ).length;
  const failed =
    report.numFailedTests +
    failedFiles +
    (crashed && failedFiles === 0 ? 1 : 0);
  return {
    passed: report.numPassedTests,
    failed,
    skipped: report.numPendingTests + report.numTodoTests,
    notes: [
      ...failuresOf(report),
      ...skipsOf(report),
      ...(failed > 0 ? [`(${run.logFile})`, tailOf(run.output)] : []),
    ],
  };
};

const readReport = async (file: string, run: ToolRun): Promise<string> => {
  try {
    return await fs.readFile(file, 'utf8');
  } catch (cause) {
    throw new EtudeError(
      `The test runner wrote no report. The end of its output (${run.logFile}):\n${tailOf(run.output)}`,
      { code: 'ETUDE_TEST_REPORT_MISSING', kind: 'operational', cause },
    );
  }
};
