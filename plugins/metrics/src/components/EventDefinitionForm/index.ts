export { EventDefinitionForm } from './EventDefinitionForm';
