import { writeFileSync } from 'node:fs';
import type { Reporter, TestCase } from 'vitest/node';

type Skip = {
  readonly file: string;
  readonly fullName: string;
  readonly reason: string | null;
};

/**
 * Writes to the file that `ETUDE_SKIP_REASONS` names why tests were skipped,
 * which Vitest's JSON report leaves out.
 */
class SkipReporter implements Reporter {
  readonly #skips: Skip[] = [];

  onTestCaseResult(test: TestCase): void {
    const result = test.result();
    if (result.state !== 'skipped') return;
    this.#skips.push({
      file: test.module.moduleId,
      fullName: test.fullName.replaceAll(' > ', ' '),
      reason: result.note ?? null,
    });
  }

  onTestRunEnd(): void {
    const file = process.env['ETUDE_SKIP_REASONS'];
    if (file) writeFileSync(file, JSON.stringify(this.#skips));
  }
}

// Vitest finds a reporter by its default export.
// eslint-disable-next-line no-restricted-syntax
export default SkipReporter;
