import type { ResolverState, StateFlag } from '@etude/flags';
import { compileBloomFilter } from './bloom-filter';
import { compileFlag } from './compile-flag';
import { newEvaluation } from './evaluation';
import type { Evaluation } from './evaluation';
import { createKeyHasher } from './key-hasher';
import type {
  FlagResolution,
  ResolvedCredential,
  ResolveRequest,
  ResolveResult,
  Resolver,
  Semantics,
} from './resolution';
import { ABORTED, resolveCompiledFlag, unresolved } from './resolve-flag';
import { ruleParts } from './rule';
import type { CompiledFlag, RuleParts } from './rule';
import { compileSegment } from './segment';
import type { CompiledSegment } from './segment';

/** Options of {@link compileState}. */
export type CompileOptions = {
  /** Default `general`. */
  readonly semantics?: Semantics;
};

/** Flags that one request may resolve. */
export const MAX_FLAGS_PER_REQUEST = 1000;

/** A flag, or what is wrong with it: broken flags must not stop the others. */
type FlagEntry =
  | { readonly name: string; readonly flag: CompiledFlag; readonly error: null }
  | { readonly name: string; readonly flag: null; readonly error: string };

/** Made on first use: most processes resolve few of the flags of a state. */
type FlagsByName = ReadonlyMap<string, () => FlagEntry>;

const lazily = (make: () => FlagEntry): (() => FlagEntry) => {
  let made: FlagEntry | null = null;
  return () => (made ??= make());
};

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const compileEntry = (
  flag: StateFlag,
  segment: (name: string) => CompiledSegment | undefined,
  parts: RuleParts,
): FlagEntry => {
  const { name } = flag;
  try {
    return { name, flag: compileFlag(flag, { segment, parts }), error: null };
  } catch (error) {
    return {
      name,
      flag: null,
      error: `Flag '${name}' is broken in this state: ${messageOf(error)}`,
    };
  }
};

/** Segments compile on first use, so that a broken one fails its flags only. */
const segmentsOf = (
  state: ResolverState,
  semantics: Semantics,
): ((name: string) => CompiledSegment | undefined) => {
  const segments = new Map(
    state.segments.map(segment => [segment.name, segment]),
  );
  const scope = {
    segments,
    bloomFilters: new Map(
      (state.bloomFilters ?? []).map(filter => [
        filter.materializedSegment,
        compileBloomFilter(filter),
      ]),
    ),
    populationHasher: createKeyHasher(`MegaSalt-${state.account}|`),
    semantics,
  };
  const compiled = new Map<string, CompiledSegment>();
  return name => {
    const known = compiled.get(name);
    if (known !== undefined) return known;
    const segment = segments.get(name);
    if (segment === undefined) return undefined;
    const result = compileSegment(segment, scope);
    compiled.set(name, result);
    return result;
  };
};

const flagsByClient = (
  state: ResolverState,
  semantics: Semantics,
): ReadonlyMap<string, FlagsByName> => {
  const segment = segmentsOf(state, semantics);
  const parts = ruleParts();
  const clients = new Map<string, Map<string, () => FlagEntry>>();
  for (const flag of state.flags) {
    if (flag.state !== 'active') continue;
    const entry = lazily(() => compileEntry(flag, segment, parts));
    for (const client of flag.clients) {
      const flags = clients.get(client) ?? new Map<string, () => FlagEntry>();
      flags.set(flag.name, entry);
      clients.set(client, flags);
    }
  }
  return clients;
};

/** The flag with only the rules of the credential's environments. */
const inEnvironments = (
  entry: FlagEntry,
  environments: readonly string[],
): FlagEntry => {
  if (entry.flag === null) return entry;
  const rules = entry.flag.rules.filter(
    rule =>
      rule.environments.length === 0 ||
      rule.environments.some(environment => environments.includes(environment)),
  );
  return rules.length === entry.flag.rules.length
    ? entry
    : { ...entry, flag: { ...entry.flag, rules } };
};

const credentialsOf = (
  state: ResolverState,
): ReadonlyMap<string, ResolvedCredential> =>
  new Map(
    state.clients.flatMap(client =>
      client.credentials.map((credential): [string, ResolvedCredential] => [
        credential.secretHash,
        { ...credential, client: client.id },
      ]),
    ),
  );

const resolveEntry = (
  entry: FlagEntry,
  evaluation: Evaluation,
  semantics: Semantics,
): FlagResolution | typeof ABORTED => {
  const { name } = entry;
  if (entry.flag === null) return unresolved(name, 'ERROR', entry.error);
  try {
    return resolveCompiledFlag(entry.flag, evaluation, semantics);
  } catch (error) {
    return unresolved(
      name,
      'ERROR',
      `Flag '${name}' could not be resolved: ${messageOf(error)}`,
    );
  }
};

const ABORT_MESSAGE =
  'The context has text that is no number where a rule compares numbers. Send a number, or resolve with the general semantics.';

/**
 * Turns a state into a resolver, for the edge and for local SDKs. Neither
 * compiling a broken flag nor resolving it throws: it resolves with reason
 * `ERROR` and leaves the other flags alone.
 */
export const compileState = (
  state: ResolverState,
  { semantics = 'general' }: CompileOptions = {},
): Resolver => {
  const clients = flagsByClient(state, semantics);
  const credentials = credentialsOf(state);
  const noFlags: FlagsByName = new Map();
  const byCredential = new Map<string, FlagsByName>();

  const flagsOf = (credential: ResolvedCredential): FlagsByName => {
    const known = byCredential.get(credential.secretHash);
    if (known !== undefined) return known;
    const { client, environments } = credential;
    const flags = new Map(
      [...(clients.get(client) ?? noFlags)].map(([name, entry]) => [
        name,
        lazily(() => inEnvironments(entry(), environments)),
      ]),
    );
    byCredential.set(credential.secretHash, flags);
    return flags;
  };

  const resolve = (request: ResolveRequest): ResolveResult => {
    const flags = flagsOf(request.credential);
    const isAll = request.flags === undefined || request.flags.length === 0;
    const names = isAll
      ? [...flags.keys()]
      : [...new Set(request.flags)].filter(name => flags.has(name));
    if (names.length > MAX_FLAGS_PER_REQUEST) {
      return {
        ok: false,
        problems: [
          {
            code: 'ETUDE_RESOLVE_TOO_MANY_FLAGS',
            message: `The request asks for ${names.length} flags; at most ${MAX_FLAGS_PER_REQUEST} resolve at once. Name the flags you need in several requests.`,
          },
        ],
      };
    }
    const evaluation = newEvaluation(request.context, request.materializations);
    const resolutions: FlagResolution[] = [];
    for (const name of names) {
      const entry = flags.get(name);
      if (entry === undefined) continue;
      const resolution = resolveEntry(entry(), evaluation, semantics);
      if (resolution === ABORTED) {
        return {
          ok: false,
          problems: [{ code: 'ETUDE_RESOLVE_ABORTED', message: ABORT_MESSAGE }],
        };
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
    resolveFlag: (name, { credential, context, materializations }) => {
      const entry = flagsOf(credential).get(name);
      if (entry === undefined) return undefined;
      const evaluation = newEvaluation(context, materializations);
      const resolution = resolveEntry(entry(), evaluation, semantics);
      return resolution === ABORTED
        ? unresolved(name, 'ERROR', ABORT_MESSAGE)
        : resolution;
    },
  };
};
