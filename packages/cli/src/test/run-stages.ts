import type { Stage, StageResult } from './stage';
import { refuseNothing, stageResult } from './stage';

/** A stage that ran, what it found, and how long it took. */
export type FinishedStage = {
  readonly name: string;
  readonly result: StageResult;
  readonly elapsedMs: number;
};

export type RunOptions = {
  readonly cores: number;
  readonly onStart: (stage: Stage) => void;
  readonly onEnd: (finished: FinishedStage) => void;
};

const runStage = async (stage: Stage): Promise<FinishedStage> => {
  const startedAt = performance.now();
  const result = await stage.run().catch((error: unknown) =>
    stageResult({
      failed: 1,
      notes: [
        `FAILED: ${error instanceof Error ? error.message : String(error)}`,
      ],
    }),
  );
  return {
    name: stage.name,
    result: refuseNothing(result),
    elapsedMs: performance.now() - startedAt,
  };
};

/**
 * Runs all stages and returns what each found, in their order. Several run at
 * once while cores are free: the first that fits starts, once the stages that
 * it comes after have ended. One that wants more cores than there are runs
 * beside none but those that want no core of their own.
 */
export const runStages = async (
  stages: readonly Stage[],
  { cores, onStart, onEnd }: RunOptions,
): Promise<readonly FinishedStage[]> => {
  const finished = new Map<Stage, FinishedStage>();
  const waiting = [...stages];
  const running = new Map<Stage, Promise<void>>();
  const busyCores = () =>
    [...running.keys()].reduce((busy, stage) => busy + stage.cores, 0);
  const fits = (wanted: number): boolean => {
    const busy = busyCores();
    return wanted === 0 || busy === 0 || wanted + busy <= cores;
  };
  const isOpen = (name: string) =>
    stages.some(stage => stage.name === name && !finished.has(stage));
  const takeNext = (): Stage | undefined => {
    const at = waiting.findIndex(
      ({ after = [], cores: wanted }) => !after.some(isOpen) && fits(wanted),
    );
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  };
  const start = (stage: Stage) => {
    onStart(stage);
    const ended = runStage(stage).then(end => {
      running.delete(stage);
      finished.set(stage, end);
      onEnd(end);
    });
    running.set(stage, ended);
  };
  while (waiting.length > 0 || running.size > 0) {
    for (let next = takeNext(); next; next = takeNext()) start(next);
    await Promise.race(running.values());
  }
  return stages.flatMap(stage => finished.get(stage) ?? []);
};
