export { permissionModuleOwnership as default } from './module';
