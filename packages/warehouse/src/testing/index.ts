export { installClient } from './install-client';
export { startTranslatedEngine } from './translated-engine';
export type {
  TranslatedAnswer,
  TranslatedEngine,
  TranslatedProblem,
} from './translated-engine';
