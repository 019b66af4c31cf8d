import type { JsonObject } from '@backstage/types';
import type { RouteContext } from '@etude/api-node';
import { actorOf } from '../access/access';
import type { RouteDependencies } from './route-dependencies';

type Edit = {
  readonly eventId: string;
  readonly flagId: string;
  readonly meta?: JsonObject;
};

/** Runs a write of a flag that the caller may change, and audits it. */
export const flagWrite = async <T>(
  { services, access, audited }: RouteDependencies,
  {
    caller,
    request,
  }: Pick<RouteContext<unknown, unknown, unknown>, 'caller' | 'request'>,
  {
    edit,
    run,
  }: { readonly edit: Edit; readonly run: (by: string) => Promise<T> },
): Promise<T> => {
  const { eventId, flagId, meta } = edit;
  await access.requireFlagUpdate(caller, await services.flags.get(flagId));
  return audited({ eventId, request, meta: { flag: flagId, ...meta } }, () =>
    run(actorOf(caller)),
  );
};
