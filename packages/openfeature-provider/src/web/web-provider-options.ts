import type { Fetch } from '../delivery/transport';
import type { BulkAnswer } from './bulk-answer';

/** How a browser reads flags. */
export type WebProviderOptions = {
  /** Address of an edge, such as `https://flags.example.com`. */
  readonly edgeUrl: string;
  /** A secret of kind browser: everyone who opens the page can read it. */
  readonly clientSecret: string;
  /** A bulk answer from the server that rendered the page: no first request. */
  readonly bootstrap?: BulkAnswer;
  /** Time between two polls, in milliseconds; 0 never polls. */
  readonly pollMs?: number;
  /** False does not follow changes by server-sent events. */
  readonly follow?: boolean;
  /** How long a read flag or event waits for others, in milliseconds. */
  readonly flushMs?: number;
  /** Told what could not be delivered or fetched. */
  readonly onProblem?: (message: string) => void;
  readonly fetch?: Fetch;
};

/** {@link WebProviderOptions} with everything decided. */
export type WebSettings = Required<Omit<WebProviderOptions, 'bootstrap'>> & {
  readonly bootstrap: BulkAnswer | null;
};

/** The options with their defaults. */
export const webSettings = (options: WebProviderOptions): WebSettings => ({
  pollMs: 60_000,
  follow: true,
  flushMs: 500,
  onProblem: () => undefined,
  fetch: (url, init) => globalThis.fetch(url, init),
  ...options,
  edgeUrl: options.edgeUrl.replace(/\/+$/, ''),
  bootstrap: options.bootstrap ?? null,
});
