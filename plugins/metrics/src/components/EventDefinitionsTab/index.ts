export { EventDefinitionsTab } from './EventDefinitionsTab';
