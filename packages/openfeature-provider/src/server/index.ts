export { EtudeServerProvider } from './server-provider';
export type { ServerProviderOptions } from './server-provider-options';
