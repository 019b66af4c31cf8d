export { Completeness } from './Completeness';
export { FreshnessFigures } from './FreshnessFigures';
export { NewestTime } from './NewestTime';
