/** A column as BigQuery's API describes it. */
export type SchemaField = {
  readonly name?: string;
  readonly type?: string;
  readonly mode?: string;
  readonly fields?: readonly SchemaField[];
};

export type Schema = { readonly fields?: readonly SchemaField[] };

/** A cell as the API sends it: text, NULL, or nested cells. */
export type RawCell = { readonly v?: unknown };
export type RawRow = { readonly f?: readonly RawCell[] };

/** The statistics of a job, as far as the driver reads them; numbers are text. */
export type JobMetadata = {
  readonly statistics?: {
    readonly totalBytesProcessed?: string;
    readonly query?: {
      readonly statementType?: string;
      readonly schema?: Schema;
      readonly totalBytesProcessed?: string;
    };
  };
};

/** One page of an answer. */
export type ResultPage = {
  readonly jobComplete?: boolean;
  readonly schema?: Schema;
  readonly rows?: readonly RawRow[];
  readonly pageToken?: string;
  readonly totalBytesProcessed?: string;
};

/** What to ask for; the names are those of the API. */
export type QueryJobRequest = {
  readonly query: string;
  readonly dryRun?: boolean;
  readonly useQueryCache?: boolean;
  readonly jobTimeoutMs?: number;
  readonly maximumBytesBilled?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly location?: string;
  readonly defaultDataset?: {
    readonly projectId: string;
    readonly datasetId: string;
  };
  readonly connectionProperties?: readonly {
    readonly key: string;
    readonly value: string;
  }[];
};

/** The part of the client's `Job` that the driver uses. */
export type QueryJob = {
  readonly metadata: JobMetadata;
  getQueryResults(options: {
    readonly autoPaginate: false;
    readonly skipParsing: true;
    readonly maxResults: number;
    readonly pageToken?: string;
  }): Promise<readonly [unknown, unknown, ResultPage]>;
  cancel(): Promise<unknown>;
};

/** The part of the client that the driver uses. */
export type BigQueryClient = {
  createQueryJob(
    request: QueryJobRequest,
  ): Promise<readonly [QueryJob, unknown]>;
};

export type BigQueryClientOptions = {
  readonly projectId: string;
  readonly location?: string;
  readonly keyFilename?: string;
  readonly credentials?: unknown;
  readonly apiEndpoint?: string;
  readonly userAgent: string;
  readonly timeout: number;
  readonly maxRetries: number;
};

/** The part of `@google-cloud/bigquery` that the driver uses. */
export type BigQueryLibrary = {
  readonly BigQuery: new (options: BigQueryClientOptions) => BigQueryClient;
};
