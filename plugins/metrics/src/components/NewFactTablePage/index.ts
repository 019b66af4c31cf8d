export { NewFactTablePage } from './NewFactTablePage';
