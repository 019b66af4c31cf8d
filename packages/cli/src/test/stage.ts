/** What one stage of `./etude test` found. */
export type StageResult = {
  readonly passed: number;
  readonly failed: number;
  /** What was not tested and why, a sentence each. */
  readonly skips: readonly string[];
  /** Printed after the stage: what failed. */
  readonly notes: readonly string[];
  /** Absolute paths of the files whose tests ran or were skipped. */
  readonly testFiles: readonly string[];
};

export type Stage = {
  readonly name: string;
  /**
   * Cores it keeps busy: others run beside it while some are free. 0 for one
   * that makes do with what the others leave.
   */
  readonly cores: number;
  /** Names of stages that end before it starts, where they run at all. */
  readonly after?: readonly string[];
  readonly run: () => Promise<StageResult>;
};

/** A result of what is known; the rest is nothing. */
export const stageResult = (known: Partial<StageResult>): StageResult => ({
  passed: 0,
  failed: 0,
  skips: [],
  notes: [],
  testFiles: [],
  ...known,
});

/** The sum of several results. */
export const sumResults = (results: readonly StageResult[]): StageResult => ({
  passed: results.reduce((sum, result) => sum + result.passed, 0),
  failed: results.reduce((sum, result) => sum + result.failed, 0),
  skips: results.flatMap(result => result.skips),
  notes: results.flatMap(result => result.notes),
  testFiles: results.flatMap(result => result.testFiles),
});

/** The same result, failed where it passed nothing: silence is no success. */
export const refuseNothing = (result: StageResult): StageResult =>
  result.passed === 0 && result.failed === 0
    ? {
        ...result,
        failed: 1,
        notes: [
          ...result.notes,
          'FAILED: this stage tested nothing. Mend what it lacks, or name the stages to run.',
        ],
      }
    : result;
