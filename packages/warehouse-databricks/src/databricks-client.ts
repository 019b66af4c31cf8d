/** A column of an answer, as the client describes it. */
export type ThriftColumn = {
  readonly columnName: string;
  readonly position: number;
  readonly typeDesc: {
    readonly types: readonly {
      readonly primitiveEntry?: { readonly type: number } | null;
    }[];
  };
};

/** A statement that was sent, as far as the driver uses it. */
export type DatabricksOperation = {
  finished(): Promise<void>;
  getSchema(): Promise<{ readonly columns: readonly ThriftColumn[] } | null>;
  fetchAll(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  cancel(): Promise<unknown>;
  close(): Promise<unknown>;
};

export type DatabricksSession = {
  executeStatement(
    statement: string,
    options: {
      /** In seconds; the server stops it then. */
      readonly queryTimeout: number;
      /** Answers come from the warehouse itself, not from a storage. */
      readonly useCloudFetch: false;
    },
  ): Promise<DatabricksOperation>;
  close(): Promise<unknown>;
};

export type DatabricksClient = {
  on(event: 'error', listener: (error: unknown) => void): unknown;
  connect(options: Readonly<Record<string, unknown>>): Promise<unknown>;
  openSession(): Promise<DatabricksSession>;
  close(): Promise<void>;
};

/** The part of `@databricks/sql` that the driver uses. */
export type DatabricksLibrary = {
  readonly DBSQLClient: new (options: {
    readonly logger: { log(): void };
  }) => DatabricksClient;
};
