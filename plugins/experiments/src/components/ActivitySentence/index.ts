export { ActivitySentence } from './ActivitySentence';
