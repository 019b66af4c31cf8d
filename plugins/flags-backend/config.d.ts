export interface Config {
  etude?: {
    /**
     * Name of the account: part of the salt that places units in the
     * population. Changing it reshuffles every experiment. Default 'etude'.
     */
    account?: string;
    flags?: {
      /**
       * Changes of flags that need somebody else's approval: those that
       * fulfil every condition of one entry. Switching off and rolling back
       * never need it.
       */
      approval?: Array<{
        /** The change is felt in one of these environments. */
        environments?: string[];
        /** The flag's label 'surface' is one of these. */
        surfaces?: string[];
        /** The flag has all of these labels. */
        labels?: { [label: string]: string };
        /** Authors may approve of their own changes. Default false. */
        allowSelfApproval?: boolean;
      }>;
      /**
       * Ed25519 private key (PEM, PKCS #8) that signs the resolver state.
       * @visibility secret
       */
      stateSigningKey?: string;
      /** Days after which an unused or finished flag counts as stale. Default 30. */
      staleAfterDays?: number;
      stickyAssignments?: {
        /**
         * Days after which a sticky assignment is forgotten, counted from when
         * it was given; the unit is then placed anew. Left out, it is kept as
         * long as its rule, and 30 days after the last change of its flag.
         */
        keepDays?: number;
      };
    };
  };
}
