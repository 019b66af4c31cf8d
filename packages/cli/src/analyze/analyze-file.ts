import { EtudeError } from '@etude/kernel';
import { openTable } from '@etude/warehouse-duckdb';
import path from 'node:path';
import { analysisDocument } from './analysis-document';
import type { AnalysisDocument } from './analysis-document';
import type { AnalyzeRequest } from './analyze-request';
import { analyzeTable } from './analyze-table';
import { checkRequest } from './check-request';
import { inputTable } from './input-table';

/**
 * The analysis of a file with one row per unit, as at `now` (ISO 8601).
 *
 * @throws ETUDE_ANALYZE_INPUT with every problem of the data and the plan;
 * ETUDE_TABLE_… when the file cannot be read.
 */
export const analyzeFile = async (
  request: AnalyzeRequest,
  now: string,
): Promise<AnalysisDocument> => {
  const name = path.basename(request.file);
  const local = await openTable(request.file);
  try {
    const input = inputTable(request.file, local);
    const { format, rows } = input;
    const { experiment, problems } = await checkRequest(input, request);
    if (problems.length > 0) {
      const first = format === 'csv' ? 'the header' : 'the first of them';
      throw new EtudeError(
        `${name} cannot be analysed as asked. Mend this and run it again (row 1 is ${first}):`,
        { code: 'ETUDE_ANALYZE_INPUT', kind: 'user', problems },
      );
    }
    const analysis = await analyzeTable(local.driver, experiment, now);
    return analysisDocument({ name, format, rows }, experiment, analysis);
  } finally {
    await local.driver.close();
  }
};
