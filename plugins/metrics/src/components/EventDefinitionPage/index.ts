export { EventDefinitionPage } from './EventDefinitionPage';
