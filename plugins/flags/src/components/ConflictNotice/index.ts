export { ConflictNotice } from './ConflictNotice';
export { FlagConflict } from './FlagConflict';
export type { FlagConflictProps } from './FlagConflict';
