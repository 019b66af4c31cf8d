export { EntityFlags } from './EntityFlags';
