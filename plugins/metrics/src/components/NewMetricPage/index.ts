export { NewMetricPage } from './NewMetricPage';
