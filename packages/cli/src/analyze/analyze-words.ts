import type { AnalysisDocument } from './analysis-document';
import { analyzeFile } from './analyze-file';
import { readAnalyzeRequest } from './analyze-request';

/** The document that the words of a command make, for tests. */
export const analyzeWords = async (
  words: readonly string[],
): Promise<AnalysisDocument> => {
  const request = readAnalyzeRequest(words);
  if (!request.ok) throw new Error(JSON.stringify(request.problems));
  return analyzeFile(request.value, '2026-05-01T00:00:00Z');
};

/** The only metric of that name. */
export const metricNamed = (document: AnalysisDocument, name: string) => {
  const metric = document.metrics.find(candidate => candidate.name === name);
  if (metric === undefined) throw new Error(`there is no metric ${name}`);
  return metric;
};
