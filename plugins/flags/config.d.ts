export interface Config {
  etude?: {
    edge?: {
      /**
       * Where applications resolve flags, for the examples in the portal.
       * @visibility frontend
       */
      url?: string;
    };
  };
}
