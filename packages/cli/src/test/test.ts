import { EtudeError } from '@etude/kernel';
import { parseOptions } from '../options';
import { print, seconds } from '../print';
import type { Stage, StageResult } from './stage';
import { sumResults } from './stage';
import { stages } from './stages';

const chosenStages = (names: readonly string[]): readonly Stage[] => {
  const unknown = names.filter(
    name => !stages.some(stage => stage.name === name),
  );
  if (unknown.length > 0) {
    throw new EtudeError(
      `There is no stage '${unknown.join("', '")}'. Stages: ${stages.map(stage => stage.name).join(', ')}.`,
      { code: 'ETUDE_CLI_OPTION', kind: 'user' },
    );
  }
  return names.length === 0
    ? stages
    : stages.filter(stage => names.includes(stage.name));
};

const runStage = async (stage: Stage): Promise<StageResult> => {
  const startedAt = Date.now();
  print(`== ${stage.name}`);
  const result = await stage.run().catch((error: unknown) => ({
    passed: 0,
    failed: 1,
    skipped: 0,
    notes: [error instanceof Error ? error.message : String(error)],
  }));
  result.notes.forEach(note => print(note));
  print(
    `   ${stage.name}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped (${seconds(Date.now() - startedAt)})`,
  );
  return result;
};

/** `./etude test`: 1 when anything failed. */
export const test = async (argv: readonly string[]): Promise<number> => {
  const { positionals } = parseOptions(argv, 'test', {});
  const results: StageResult[] = [];
  for (const stage of chosenStages(positionals)) {
    results.push(await runStage(stage));
  }
  const total = sumResults(results);
  print();
  print(
    `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`,
  );
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
};
