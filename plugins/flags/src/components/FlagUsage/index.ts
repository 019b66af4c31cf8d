export { StalenessNotice } from './StalenessNotice';
export { UsageSection } from './UsageSection';
