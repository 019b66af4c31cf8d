export { NewFlagPage } from './NewFlagPage';
