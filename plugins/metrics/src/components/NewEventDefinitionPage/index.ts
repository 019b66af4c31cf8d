export { NewEventDefinitionPage } from './NewEventDefinitionPage';
