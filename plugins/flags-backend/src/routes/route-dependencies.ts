import type { Access } from '../access/access';
import type { Audited } from '../access/audited';
import type { Services } from '../services/services';

/** What the routes are made of. */
export type RouteDependencies = {
  readonly services: Services;
  readonly access: Access;
  readonly audited: Audited;
};
