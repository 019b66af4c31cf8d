import type { ResolverState } from '@etude/flags';
import type { Fetch } from '../delivery/transport';

/** How a server resolves flags in process. */
export type ServerProviderOptions = {
  /** Address of an edge, such as `https://flags.example.com`. */
  readonly edgeUrl: string;
  /** A secret of kind server. */
  readonly clientSecret: string;
  /**
   * What `GET /v1/state` answered earlier: resolves at once, also when no edge
   * can be reached.
   */
  readonly bootstrap?: ResolverState;
  /** Time between two polls, in milliseconds; changes are pushed besides. */
  readonly pollMs?: number;
  /** Age from which the state counts as stale, in milliseconds. */
  readonly staleMs?: number;
  /** How long `initialize` waits for the first state, in milliseconds. */
  readonly initializeMs?: number;
  /** How long an assignment or event waits for others, in milliseconds. */
  readonly flushMs?: number;
  /** The same assignment is logged once within this time, in milliseconds. */
  readonly dedupeMs?: number;
  /**
   * How long an evaluation of a flag with sticky assignments waits for the
   * edge, in milliseconds, to read and again to write. Others never wait.
   */
  readonly stickyMs?: number;
  /** Told what could not be delivered or downloaded. */
  readonly onProblem?: (message: string) => void;
  readonly fetch?: Fetch;
};

/** {@link ServerProviderOptions} with everything decided. */
export type ServerSettings = Required<
  Omit<ServerProviderOptions, 'bootstrap'>
> & { readonly bootstrap: ResolverState | null };

/** The options with their defaults. */
export const serverSettings = (
  options: ServerProviderOptions,
): ServerSettings => ({
  pollMs: 30_000,
  staleMs: 300_000,
  initializeMs: 10_000,
  flushMs: 500,
  dedupeMs: 120_000,
  stickyMs: 200,
  onProblem: () => undefined,
  fetch: (url, init) => globalThis.fetch(url, init),
  ...options,
  edgeUrl: options.edgeUrl.replace(/\/+$/, ''),
  bootstrap: options.bootstrap ?? null,
});
