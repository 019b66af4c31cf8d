export { ChangedElsewhere } from './ChangedElsewhere';
