export { DifferencesTable } from './DifferencesTable';
