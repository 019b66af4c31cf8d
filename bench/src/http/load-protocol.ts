/** Requests that a load generator sends, round and round. */
export type LoadPlan = {
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: readonly string[];
  /** Each has one request in flight, always. */
  readonly connections: number;
};

/** Asks a load generator for one round. */
export type LoadOrder = { readonly plan: LoadPlan; readonly ms: number };

/** What a round came to. */
export type LoadResult = {
  readonly requests: number;
  /** Answers other than 200. */
  readonly failures: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

/** The end of a round, as the load generator tells it. */
export type LoadReply = { result: LoadResult } | { failure: string };
