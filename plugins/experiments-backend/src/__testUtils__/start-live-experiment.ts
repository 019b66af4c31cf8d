import type { NewExperiment } from '@etude/plugin-experiments-common';
import { moveClockTo } from './move-clock';
import { newExperiment } from './new-experiment';
import { startExperimentsBackend } from './start-experiments-backend';

/** A backend in which `green-button` was launched on 2026-03-02 at 9:00 UTC. */
export const startLiveExperiment = async (
  changes: Partial<NewExperiment> = {},
) => {
  moveClockTo('2026-03-02T09:00:00Z');
  const backend = await startExperimentsBackend();
  await backend.ada.createExperiment(newExperiment(changes));
  await backend.ada.launchExperiment('green-button');
  return backend;
};
