// The form in which Backstage looks for a plugin's configuration schema.
export interface Config {
  etude?: {
    experiments?: {
      /**
       * Seconds between refreshes of the results of live experiments.
       * Default: 60.
       */
      refreshSeconds?: number;
    };
  };
}
