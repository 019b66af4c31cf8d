export { FactTableForm } from './FactTableForm';
