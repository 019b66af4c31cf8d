export { ResolveTesterTab } from './ResolveTesterTab';
