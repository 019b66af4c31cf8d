export { PropertyList } from './PropertyList';
export type { Property } from './PropertyList';
