export { OwnerOnly } from './OwnerOnly';
