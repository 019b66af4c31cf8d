export { SqlText } from './SqlText';
