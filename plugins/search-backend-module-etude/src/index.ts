export { searchModuleEtude as default } from './module';
