export interface Config {
  etude?: {
    experiments?: {
      /**
       * Time zone (a name of the IANA database) that the form of a new
       * experiment proposes. Default: UTC.
       * @visibility frontend
       */
      timeZone?: string;
    };
  };
}
