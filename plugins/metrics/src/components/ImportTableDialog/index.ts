export { ImportTableDialog } from './ImportTableDialog';
