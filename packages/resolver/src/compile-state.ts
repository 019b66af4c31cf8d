import type { ResolverState } from '@etude/flags';
import { newEvaluation } from './evaluation';
import { flagEntries } from './flag-entries';
import { ABORT } from './outcome';
import type {
  FlagResolution,
  ResolvedCredential,
  ResolveRequest,
  ResolveResult,
  Resolver,
  Semantics,
} from './resolution';
import { entryResolver } from './resolve-entry';
import { unresolved } from './flag-resolution';
import type { FlagEntry } from './rule';

/** Options of {@link compileState}. */
export type CompileOptions = {
  /** Default `general`. */
  readonly semantics?: Semantics;
};

/** Flags that one request may resolve. */
export const MAX_FLAGS_PER_REQUEST = 1000;

const NO_FLAGS: ReadonlyMap<string, FlagEntry> = new Map();

const credentialsOf = (
  state: ResolverState,
): ReadonlyMap<string, ResolvedCredential> => {
  const found = new Map<string, ResolvedCredential>();
  for (const { id: client, credentials } of state.clients) {
    for (const credential of credentials) {
      found.set(credential.secretHash, { ...credential, client });
    }
  }
  return found;
};

/** What is said where the Rust resolver gives up on a request. */
export const ABORT_MESSAGE = 'A rule compares numbers with text. Send numbers.';

const refused = (code: string, message: string): ResolveResult => ({
  ok: false,
  problems: [{ code, message }],
});

/**
 * Turns a state into a resolver, for the edge and for local SDKs. Neither
 * compiling a broken flag nor resolving it throws: it resolves with reason
 * `ERROR` and leaves the other flags alone.
 */
export const compileState = (
  state: ResolverState,
  { semantics = 'general' }: CompileOptions = {},
): Resolver => {
  const entries = flagEntries(state, semantics);
  const credentials = credentialsOf(state);
  const resolveEntry = entryResolver(entries);
  const flagsOf = ({ client }: ResolvedCredential) =>
    entries.ofClient(client) ?? NO_FLAGS;

  const resolve = (request: ResolveRequest): ResolveResult => {
    const flags = flagsOf(request.credential);
    const wanted =
      request.flags === undefined || request.flags.length === 0
        ? [...flags.values()]
        : [...new Set(request.flags)].flatMap(name => flags.get(name) ?? []);
    if (wanted.length > MAX_FLAGS_PER_REQUEST) {
      return refused(
        'ETUDE_RESOLVE_TOO_MANY_FLAGS',
        `${wanted.length} flags are asked for, at most ${MAX_FLAGS_PER_REQUEST} resolve at once. Name fewer.`,
      );
    }
    const evaluation = newEvaluation(request, semantics);
    const resolutions: FlagResolution[] = [];
    for (const entry of wanted) {
      const resolution = resolveEntry(entry, evaluation);
      if (resolution === ABORT) {
        return refused('ETUDE_RESOLVE_ABORTED', ABORT_MESSAGE);
      }
      resolutions.push(resolution);
    }
    return { ok: true, value: resolutions };
  };

  return {
    account: state.account,
    version: state.version,
    findCredential: secretHash => credentials.get(secretHash),
    flagNames: credential => [...flagsOf(credential).keys()],
    resolve,
    resolveFlag: (name, request) => {
      const entry = entries.ofClient(request.credential.client)?.get(name);
      if (entry === undefined) return undefined;
      const resolution = resolveEntry(entry, newEvaluation(request, semantics));
      return resolution === ABORT
        ? unresolved(name, 'ERROR', ABORT_MESSAGE)
        : resolution;
    },
  };
};
