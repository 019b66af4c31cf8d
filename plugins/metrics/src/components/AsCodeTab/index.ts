export { AsCodeTab } from './AsCodeTab';
