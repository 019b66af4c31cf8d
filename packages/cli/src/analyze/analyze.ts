import { EtudeError } from '@etude/kernel';
import { print } from '../print';
import { analysisText } from './analysis-text';
import { analyzeFile } from './analyze-file';
import { readAnalyzeRequest } from './analyze-request';

/**
 * `./etude analyze`: analyses a file with one row per unit and prints health,
 * metrics, recommendation and verdict, as text or as one JSON document. The
 * exit code is 0 whatever the verdict is.
 *
 * @throws ETUDE_CLI_OPTION for words that cannot be understood, and the codes
 * of `analyzeFile`.
 */
export const analyze = async (argv: readonly string[]): Promise<number> => {
  const request = readAnalyzeRequest(argv);
  if (!request.ok) {
    throw new EtudeError(
      'The command cannot be understood. See ./etude analyze --help.',
      {
        code: 'ETUDE_CLI_OPTION',
        kind: 'user',
        problems: request.problems,
      },
    );
  }
  const now = new Date().toISOString();
  const document = await analyzeFile(request.value, now);
  print(
    request.value.output === 'json'
      ? JSON.stringify(document, null, 2)
      : analysisText(document),
  );
  return 0;
};
