import { EtudeError } from '@etude/kernel';
import os from 'node:os';
import { parseOptions } from '../options';
import { print, seconds } from '../print';
import { repositoryRoot } from '../repository';
import type { FinishedStage } from './run-stages';
import { runStages } from './run-stages';
import type { Stage } from './stage';
import { stages } from './stages';
import { summaryOf } from './summary';
import { checkAllFilesRan } from './untested-files';

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

const sayEnd = ({ name, result, elapsedMs }: FinishedStage): void => {
  result.notes.forEach(note => print(note));
  print(
    `   ${name}: ${result.passed} passed, ${result.failed} failed, ${result.skips.length} skipped (${seconds(elapsedMs)})`,
  );
};

/** `./etude test`: 1 when anything failed, or nothing was tested. */
export const test = async (argv: readonly string[]): Promise<number> => {
  const { positionals } = parseOptions(argv, 'test', {});
  const startedAt = performance.now();
  const options = {
    cores: os.availableParallelism(),
    onStart: ({ name }: Stage) => print(`== ${name}`),
    onEnd: sayEnd,
  };
  const finished = [...(await runStages(chosenStages(positionals), options))];
  if (positionals.length === 0) {
    const results = finished.map(({ result }) => result);
    const complete = {
      name: 'complete',
      run: () => checkAllFilesRan(repositoryRoot, results),
    };
    finished.push(...(await runStages([{ ...complete, cores: 1 }], options)));
  }
  print();
  summaryOf(finished).forEach(line => print(line));
  print(`in ${seconds(performance.now() - startedAt)}`);
  return finished.some(({ result }) => result.failed > 0) ? 1 : 0;
};
