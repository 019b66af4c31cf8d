export { ConflictNotice } from './ConflictNotice';
