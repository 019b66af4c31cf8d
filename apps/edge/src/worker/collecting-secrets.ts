import type { ResolvedCredential, Resolver } from '@etude/resolver';

const placeOf = ({ client, environments }: ResolvedCredential): string =>
  JSON.stringify([client, [...environments].sort()]);

/**
 * Finds the secret under which the assignments of a credential are written
 * down: one of kind server, of the same client and the same environments, so
 * that they say where they came from. Null when `secrets` has none.
 */
export const collectingSecrets = (
  secrets: readonly string[],
  sha256: (text: string) => string,
): ((resolver: Resolver, credential: ResolvedCredential) => string | null) => {
  const hashed = secrets.map(secret => ({ secret, hash: sha256(secret) }));
  let of: Resolver | null = null;
  let byPlace = new Map<string, string>();
  return (resolver, credential) => {
    if (of !== resolver) {
      of = resolver;
      byPlace = new Map();
      for (const { secret, hash } of hashed) {
        const known = resolver.findCredential(hash);
        if (known?.kind === 'server') byPlace.set(placeOf(known), secret);
      }
    }
    return byPlace.get(placeOf(credential)) ?? null;
  };
};
