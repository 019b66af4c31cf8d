export { ExperimentsPage } from './ExperimentsPage';
export { ExperimentsTable } from './ExperimentsTable';
