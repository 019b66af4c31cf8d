import { ExperimentsClient } from '@etude/plugin-experiments-common';
import { FlagsClient } from '@etude/plugin-flags-common';
import { MetricsClient } from '@etude/plugin-metrics-common';
import type { DemoConfig } from './demo-config';

/** The portal's APIs, as the operator of the system. */
export type Clients = {
  readonly flags: FlagsClient;
  readonly metrics: MetricsClient;
  readonly experiments: ExperimentsClient;
};

export const createClients = (
  config: Pick<DemoConfig, 'backendUrl' | 'operatorToken'>,
): Clients => {
  const dependencies = {
    discoveryApi: {
      getBaseUrl: async (pluginId: string) =>
        `${config.backendUrl}/api/${pluginId}`,
    },
    fetchApi: {
      fetch: (input: string | URL | Request, init?: RequestInit) => {
        const headers = new Headers(init?.headers);
        headers.set('authorization', `Bearer ${config.operatorToken}`);
        return fetch(input, { ...init, headers });
      },
    },
  };
  return {
    flags: new FlagsClient(dependencies),
    metrics: new MetricsClient(dependencies),
    experiments: new ExperimentsClient(dependencies),
  };
};
