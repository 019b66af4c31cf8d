import { EtudeError } from '@etude/kernel';
import fs from 'node:fs/promises';
import { z } from 'zod';
import { tailOf } from './run-tool';
import type { ToolRun } from './run-tool';
import type { StageResult } from './stage';

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
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
type TestFile = Report['testResults'][number];

const skipReasonsSchema = z.array(
  z.object({
    file: z.string(),
    fullName: z.string(),
    reason: z.string().nullable(),
  }),
);

type SkipReasons = z.infer<typeof skipReasonsSchema>;

/** Where a test runner leaves what it found. */
export type ReportFiles = {
  /** The JSON report that Jest and Vitest share. */
  readonly report: string;
  /** Why tests were skipped; only Vitest, by `skip-reporter.ts`. */
  readonly skipReasons?: string;
};

const SKIPPED = ['pending', 'skipped', 'todo', 'disabled'];

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

const skipsOf = (report: Report, reasons: SkipReasons): string[] =>
  report.testResults.flatMap(file =>
    file.assertionResults
      .filter(test => SKIPPED.includes(test.status))
      .map(({ fullName }) => {
        const known = reasons.find(
          each => each.file === file.name && each.fullName === fullName,
        );
        return `${fullName}: ${known?.reason ?? `no reason given (${file.name})`}`;
      }),
  );

const failedWithoutTest = ({ status, assertionResults }: TestFile): boolean =>
  status === 'failed' &&
  !assertionResults.some(test => test.status === 'failed');

/** Removes what a run before left, so that it cannot pass for this one's. */
export const forgetReport = async (files: ReportFiles): Promise<void> => {
  for (const file of Object.values(files)) await fs.rm(file, { force: true });
};

/**
 * Counts of a test runner's JSON report (the form Jest and Vitest share). A
 * run without any test, or one that crashed, counts as failed: nothing passes
 * by not testing.
 */
export const readTestReport = async (
  files: ReportFiles,
  run: ToolRun,
): Promise<StageResult> => {
  const report = reportSchema.parse(
    JSON.parse(await readReport(files.report, run)),
  );
  const reasons = files.skipReasons
    ? skipReasonsSchema.parse(
        JSON.parse(await readReport(files.skipReasons, run)),
      )
    : [];
  const crashed =
    report.numPassedTests === 0 ||
    (run.exitCode !== 0 && report.numFailedTests === 0);
  const failedFiles = report.testResults.filter(failedWithoutTest).length;
  const failed =
    report.numFailedTests +
    failedFiles +
    (crashed && failedFiles === 0 ? 1 : 0);
  return {
    passed: report.numPassedTests,
    failed,
    skips: skipsOf(report, reasons),
    notes: [
      ...failuresOf(report),
      ...(failed > 0 ? [`(${run.logFile})`, tailOf(run.output)] : []),
    ],
    testFiles: report.testResults.map(({ name }) => name),
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
