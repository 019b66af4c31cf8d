export interface Config {
  etude?: {
    lake?: {
      /** Folder of the lake: Parquet files of assignments, events, imports. */
      directory?: string;
      /** Memory that DuckDB may use, in MB. Default 1024. */
      memoryLimitMb?: number;
    };
    metrics?: {
      /** Queries that may run in the warehouse at a time. Default 2. */
      maxConcurrentQueries?: number;
      /** After how many seconds a query is stopped. Default 120. */
      queryTimeoutSeconds?: number;
    };
  };
}
