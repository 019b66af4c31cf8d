import type { ResolverState } from '@etude/flags';
import { compileState } from '@etude/resolver';
import type { ResolvedCredential, Resolver } from '@etude/resolver';
import { ruleReasonsOf } from '../evaluation/rule-reasons';
import type { RuleReason } from '../evaluation/rule-reasons';
import { stickyFlagsOf } from '../sticky/sticky-flags';
import type { StickyFlags } from '../sticky/sticky-flags';

/** The flags of one client, ready to be resolved in this process. */
export type LocalState = {
  readonly resolver: Resolver;
  readonly credential: ResolvedCredential;
  readonly ruleReasons: ReadonlyMap<string, RuleReason>;
  readonly sticky: StickyFlags;
  readonly etag: string | null;
};

const isResolverState = (document: unknown): document is ResolverState =>
  typeof document === 'object' &&
  document !== null &&
  'account' in document &&
  'clients' in document &&
  Array.isArray(document.clients) &&
  'flags' in document &&
  Array.isArray(document.flags) &&
  'segments' in document &&
  Array.isArray(document.segments);

/**
 * Compiles what `GET /v1/state` of an edge answers: the state of exactly one
 * client with exactly one credential.
 *
 * @throws Error when the document is something else.
 */
export const readLocalState = (
  document: unknown,
  etag: string | null,
): LocalState => {
  if (!isResolverState(document)) {
    throw new Error(
      'The state is not a resolver state. Check that the address is that of an Etude edge.',
    );
  }
  const resolver = compileState(document);
  const [client] = document.clients;
  const [known] = client?.credentials ?? [];
  const credential = known && resolver.findCredential(known.secretHash);
  if (!credential) {
    throw new Error(
      'The state names no credential, so it cannot be told which rules apply. Download it from GET /v1/state with a server secret.',
    );
  }
  return {
    resolver,
    credential,
    ruleReasons: ruleReasonsOf(document),
    sticky: stickyFlagsOf(document),
    etag,
  };
};
