export interface Config {
  etude?: {
    lake?: {
      /** Folder of the lake: Parquet files of assignments, events, imports. */
      directory?: string;
      /** Memory that DuckDB may use, in MB. Default 1024. */
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
    };
    /** Warehouses that the company has, besides the lake (id `lake`). */
    warehouses?: Array<{
      /** Lower-case letters, digits, dashes; fact tables refer to it. */
      id: string;
      /** What people call it. */
      name: string;
      type: 'postgres' | 'redshift' | 'clickhouse' | 'trino' | 'spark';
      /**
       * Address: postgres://…, or http(s)://… of ClickHouse and Trino.
       * @visibility secret
       */
      url?: string;
      host?: string;
      port?: number;
      /** PostgreSQL, Redshift, ClickHouse. */
      database?: string;
      /** Trino. */
      catalog?: string;
      /** Of names that do not say theirs: Trino a name, Spark a list. */
      schema?: string | string[];
      user?: string;
      /** @visibility secret */
      password?: string;
      /**
       * Trino: a token instead of a password.
       * @visibility secret
       */
      accessToken?: string;
      /** Spark over HTTP: the path after the port. */
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
