export { ClientsSection } from './ClientsSection';
