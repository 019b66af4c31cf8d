export { MetricForm } from './MetricForm';
