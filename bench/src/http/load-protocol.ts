/** Requests that a load generator sends, round and round. */
export type LoadPlan = {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: readonly string[];
  /** Each has one request in flight at most. */
  readonly connections: number;
};

/** When the requests of a round are sent. */
export type LoadPace =
  /** As soon as a connection has its last answer: all that the server takes. */
  | 'flat-out'
  /**
   * At fixed instants, so many a second, however long answers take. One that
   * finds no free connection waits, and its wait counts as latency.
   */
  | number;

/** Tells a load generator what to do. */
export type LoadOrder =
  /** Keep a plan under a name. */
  | { readonly name: string; readonly plan: LoadPlan }
  /** Run the plan of that name for one round, and tell what it came to. */
  | { readonly run: string; readonly ms: number; readonly pace: LoadPace };

/** What a round came to. */
export type LoadResult = {
  readonly requests: number;
  /** Answers other than 200. */
  readonly failures: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** From when a request was due to its answer. */
  readonly p50Ms: number;
  readonly p99Ms: number;
};

/** The end of a round, as the load generator tells it. */
export type LoadReply = { result: LoadResult } | { failure: string };
