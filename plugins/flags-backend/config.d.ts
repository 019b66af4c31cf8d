export interface Config {
  etude?: {
    /**
     * Name of the account: part of the salt that places units in the
     * population. Changing it reshuffles every experiment. Default 'etude'.
     */
    account?: string;
  };
}
