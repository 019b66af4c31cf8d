import type { Problem, Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import type { Experiment } from './experiment';
import type { ExperimentEvent } from './experiment-command';

/** An accepted command: what happened, and the experiment after it. */
export type Transition = {
  readonly events: readonly ExperimentEvent[];
  readonly experiment: Experiment;
};

/**
 * The tag after `etag`: its trailing number, one higher. Counting keeps the
 * machine free of chance, and two writers of one version still collide.
 */
export const nextEtag = (etag: string): string => {
  const [, stem = etag, count = '0'] = /^(.*?)(\d{1,15})$/s.exec(etag) ?? [];
  return `${stem}${Number(count) + 1}`;
};

/** Accepts a command with one event. */
export const accepted = (
  experiment: Experiment,
  event: ExperimentEvent,
): Result<Transition> =>
  ok({
    events: [event],
    experiment: { ...experiment, etag: nextEtag(experiment.etag) },
  });

/** A problem of a command, for the person who gave it. */
export const commandProblem = (
  code: string,
  path: string,
  message: string,
): Problem => ({ code: `ETUDE_EXPERIMENT_${code}`, path, message });
