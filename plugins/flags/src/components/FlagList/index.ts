export { FlagTable } from './FlagTable';
