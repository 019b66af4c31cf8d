/** A column of an answer, as the client describes it. */
export type SnowflakeColumn = {
  getName(): string;
  getType(): string;
  getPrecision(): number | undefined;
  getScale(): number | undefined;
};

/** A statement that was sent, as far as the driver uses it. */
export type SnowflakeStatement = {
  getColumns(): readonly SnowflakeColumn[] | undefined;
  cancel(done: (error: unknown) => void): void;
};

export type SnowflakeExecution = {
  readonly sqlText: string;
  /** The server compiles it and does not run it. */
  readonly describeOnly?: boolean;
  readonly rowMode: 'array';
  readonly fetchAsString: readonly ('Number' | 'JSON')[];
  readonly complete: (
    error: unknown,
    statement: SnowflakeStatement,
    rows: readonly (readonly unknown[])[] | undefined,
  ) => void;
};

/** A session, as far as the driver uses it; statements run in it side by side. */
export type SnowflakeConnection = {
  /** Its promise-based sibling resolves after logins that failed, too. */
  connect(done: (error: unknown) => void): unknown;
  execute(execution: SnowflakeExecution): SnowflakeStatement;
  destroy(done: (error: unknown) => void): void;
};

/** The part of `snowflake-sdk` that the driver uses. */
export type SnowflakeLibrary = {
  configure(options: {
    readonly logLevel: 'OFF';
    readonly additionalLogToConsole: false;
  }): void;
  createConnection(
    options: Readonly<Record<string, unknown>>,
  ): SnowflakeConnection;
};
