export { plantedExperiments } from './planted-experiments';
export { BASELINE, LIVE_EFFECTS, flags } from './truth';
export type {
  DemoFlag,
  PlantedEffects,
  PlantedExperiment,
  PlantedFault,
} from './truth';
