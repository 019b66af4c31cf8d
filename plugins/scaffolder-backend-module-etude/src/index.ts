export { scaffolderModuleEtude as default } from './module';
