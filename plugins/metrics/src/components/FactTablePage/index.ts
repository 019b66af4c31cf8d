export { FactTablePage } from './FactTablePage';
