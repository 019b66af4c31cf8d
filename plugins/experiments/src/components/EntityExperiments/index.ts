export { EntityExperimentsCard } from './EntityExperimentsCard';
export { EntityExperimentsContent } from './EntityExperimentsContent';
