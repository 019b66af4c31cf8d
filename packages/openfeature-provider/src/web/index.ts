export type { BulkAnswer, BulkFlag } from './bulk-answer';
export { EtudeWebProvider } from './web-provider';
export type { WebProviderOptions } from './web-provider-options';
