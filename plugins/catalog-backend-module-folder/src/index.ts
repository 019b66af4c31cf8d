export { catalogModuleFolder as default } from './module';
