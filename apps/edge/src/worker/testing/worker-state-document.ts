import { hash } from 'node:crypto';
import type { ResolverState } from '@etude/flags';
import { exampleState } from '../../testing/example-state';

/** A secret of kind browser of the client `shop`. */
export const BROWSER_SECRET = 'shop-in-browsers';

/** A secret of the client `lonely`, which has none of kind server. */
export const LONELY_SECRET = 'nobody-collects';

const browserCredential = (id: string, secret: string) => ({
  id,
  secretHash: hash('sha256', secret),
  kind: 'browser' as const,
  environments: ['production'],
});

/** The example state with a browser secret and the client `lonely`. */
export const workerState = (version: string): ResolverState => {
  const state = exampleState({ version });
  const [shop] = state.clients;
  shop?.credentials.push(browserCredential('browsers', BROWSER_SECRET));
  state.clients.push({
    id: 'lonely',
    credentials: [browserCredential('lonely', LONELY_SECRET)],
  });
  for (const flag of state.flags) flag.clients.push('lonely');
  return state;
};
