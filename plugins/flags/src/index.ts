export { flagsPlugin as default } from './plugin';
