/** What one stage of `./etude test` found. */
export type StageResult = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Printed after the stage: what failed, what was skipped and why. */
  readonly notes: readonly string[];
};

export type Stage = {
  readonly name: string;
  readonly run: () => Promise<StageResult>;
};

/** A stage that did not run, said aloud. */
export const skippedStage = (why: string): StageResult => ({
  passed: 0,
  failed: 0,
  skipped: 1,
  notes: [`SKIPPED: ${why}`],
});

/** The sum of several results. */
export const sumResults = (results: readonly StageResult[]): StageResult => ({
  passed: results.reduce((sum, result) => sum + result.passed, 0),
  failed: results.reduce((sum, result) => sum + result.failed, 0),
  skipped: results.reduce((sum, result) => sum + result.skipped, 0),
  notes: results.flatMap(result => result.notes),
});
