import { createHash } from 'node:crypto';
import type { ResolverState } from '@etude/flags';
import { issuedCredentialSchema } from '@etude/plugin-flags-common';
import { compileState } from '@etude/resolver';
import type { FlagsBackend } from './start-flags-backend';
import { newClient } from './start-flags-backend';

/** Creates the client `webshop` and returns the secret of a credential. */
export const createWebshop = async ({ ada }: FlagsBackend) => {
  await ada.post('/v1/clients', newClient()).expect(201);
  const issued = await ada
    .post('/v1/clients/webshop/credentials', { name: 'production' })
    .expect(201);
  return issuedCredentialSchema.parse(issued.body).secret;
};

/** The state that an edge would download now. */
export const downloadState = async ({
  service,
}: FlagsBackend): Promise<ResolverState> => {
  const answer = await service.get('/v1/state').expect(200);
  return JSON.parse(answer.text) as ResolverState;
};

/**
 * What an edge with `state` gives to the units `user-0` … : variant id by
 * unit, without the units that get none.
 */
export const variantsOfUnits = (
  state: ResolverState,
  request: {
    readonly secret: string;
    readonly flagId: string;
    readonly units: number;
    readonly context?: object;
  },
): Map<string, string> => {
  const resolver = compileState(state);
  const secretHash = createHash('sha256').update(request.secret).digest('hex');
  const credential = resolver.findCredential(secretHash);
  if (!credential) throw new Error('The state does not know the credential.');
  const variants = new Map<string, string>();
  for (let index = 0; index < request.units; index++) {
    const unit = `user-${index}`;
    const resolution = resolver.resolveFlag(`flags/${request.flagId}`, {
      credential,
      context: { ...request.context, targeting_key: unit },
    });
    const variant = resolution?.variant?.split('/').at(-1);
    if (variant !== undefined) variants.set(unit, variant);
  }
  return variants;
};

/** How many units each variant has. */
export const countByVariant = (
  variants: ReadonlyMap<string, string>,
): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const variant of variants.values()) {
    counts[variant] = (counts[variant] ?? 0) + 1;
  }
  return counts;
};
