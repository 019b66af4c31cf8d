export interface Config {
  etude?: {
    lake?: {
      /** Folder of the lake: Parquet files of assignments, events, imports. */
      directory?: string;
      /**
       * Memory that DuckDB may use, in MB. Computations over more units than fit
       * into half of it are done in slices, which takes longer. Default 1024.
       */
      memoryLimitMb?: number;
      /**
       * DuckDB runs in a process of its own, which a query may exhaust without
       * harm to the portal. Default true.
       */
      ownProcess?: boolean;
    };
    metrics?: {
      /** Queries that may run in the warehouse at a time. Default 2. */
      maxConcurrentQueries?: number;
      /** After how many seconds a query is stopped. Default 120. */
      queryTimeoutSeconds?: number;
      /**
       * Refreshes of experiments read only the days of the lake that changed
       * since the refresh before. Default true.
       */
      incremental?: boolean;
      /**
       * From how many MB of files on that pays; with less, everything is read
       * each time. Default 32.
       */
      incrementalFromMb?: number;
      /**
       * For how many days runs are kept. The newest that succeeded of every
       * analysis stays. Default 365.
       */
      runRetentionDays?: number;
    };
    /**
     * What teams may use of the warehouses, counted from their runs: those for
     * experiments that they own. Without it there are no limits.
     */
    budgets?: {
      /** Whom to ask for more, as a reference: group:default/data-platform. */
      contact?: string;
      /** Of every team that has none of its own. */
      default?: {
        /** Calendar period in UTC. Default day. */
        per?: 'day' | 'month';
        /** Bytes that engines read, or expect to read. */
        bytes?: number;
        /** Seconds of warehouse time. */
        seconds?: number;
      };
      /** Of some teams, instead of the default. */
      owners?: Array<{
        /** Full reference, such as group:default/growth. */
        owner: string;
        /** Calendar period in UTC. Default day. */
        per?: 'day' | 'month';
        bytes?: number;
        seconds?: number;
      }>;
    };
    /** Warehouses that the company has, besides the lake (id `lake`). */
    warehouses?: Array<{
      /** Lower-case letters, digits, dashes; fact tables refer to it. */
      id: string;
      /** What people call it. */
      name: string;
      type:
        | 'postgres'
        | 'redshift'
        | 'clickhouse'
        | 'trino'
        | 'spark'
        | 'bigquery'
        | 'snowflake'
        | 'databricks';
      /**
       * Address: postgres://…, or http(s)://… of ClickHouse and Trino.
       * @visibility secret
       */
      url?: string;
      host?: string;
      port?: number;
      /** PostgreSQL, Redshift, ClickHouse, Snowflake. */
      database?: string;
      /** Trino. */
      catalog?: string;
      /** Of names that do not say theirs: Trino and Snowflake a name, Spark and Databricks a list. */
      schema?: string | string[];
      user?: string;
      /** @visibility secret */
      password?: string;
      /** BigQuery: the project that runs the queries and pays for them. */
      project?: string;
      /** BigQuery: of names that do not say theirs; dataset or project.dataset. */
      dataset?: string;
      /** BigQuery: where the data is, such as EU. */
      location?: string;
      /** BigQuery: file of a service account's key or of workload identity. */
      keyFile?: string;
      /**
       * BigQuery: the content of such a file.
       * @visibility secret
       */
      credentials?: string;
      /** Snowflake: organization-account. */
      account?: string;
      /** Snowflake: the virtual warehouse that computes. */
      computeWarehouse?: string;
      /** Snowflake: the role that reads. */
      role?: string;
      /**
       * Snowflake: key (PEM) whose public half the user has.
       * @visibility secret
       */
      privateKey?: string;
      /** @visibility secret */
      privateKeyPassphrase?: string;
      /** Snowflake, Databricks: the client that logs in by OAuth. */
      clientId?: string;
      /** @visibility secret */
      clientSecret?: string;
      /** Snowflake: where the OAuth client gets its tokens. */
      tokenUrl?: string;
      /** Snowflake: scope of the OAuth client, such as session:role:NAME. */
      scope?: string;
      /**
       * Trino, Snowflake, Databricks: a token instead of a password or key.
       * @visibility secret
       */
      accessToken?: string;
      /** Spark over HTTP, Databricks: the path after the port. */
      httpPath?: string;
      /** PostgreSQL: off, encrypt or verify. Spark: true or false. */
      tls?: 'off' | 'encrypt' | 'verify' | boolean;
      /** Certificate (PEM) to trust, where the machine does not know it. */
      certificateAuthority?: string;
      /** A copy of the lake's assignments, for experiments on flags. */
      assignments?: {
        /** From the outermost name in: catalog, schema, table. */
        table: string[];
      };
      limits?: {
        /** After how many seconds a query is stopped. Default 120. */
        timeoutSeconds?: number;
        /** Queries at a time; at most 50 more wait. Default 2. */
        maxConcurrentQueries?: number;
        /** A query that the engine expects to read more is refused. */
        maxBytes?: number;
      };
    }>;
  };
}
