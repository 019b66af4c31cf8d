export { DefinitionHistory } from './DefinitionHistory';
export { VersionHistory } from './VersionHistory';
