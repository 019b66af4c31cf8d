import type {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import type { Request, Response } from 'express';
import type { z } from 'zod';

/** Who is calling: a signed-in person, or another service with its token. */
export type Caller = BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>;

export type RouteContext<P, Q, B> = {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly caller: Caller;
  /** For headers (ETag) and audit; bodies go through `body`. */
  readonly request: Request;
  readonly response: Response;
};

type Infer<T> = T extends z.ZodType<infer Out> ? Out : undefined;

export type RouteDefinition<
  P extends z.ZodType | undefined = z.ZodType | undefined,
  Q extends z.ZodType | undefined = z.ZodType | undefined,
  B extends z.ZodType | undefined = z.ZodType | undefined,
  R extends z.ZodType = z.ZodType,
> = {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** OpenAPI form below `/v1`: `/flags/{id}`, `/metrics:baseline`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** `raw` leaves the body as a Buffer of at most `maxBytes`. */
  readonly bodyKind?: 'json' | 'raw';
  readonly maxBytes?: number;
  readonly response: R;
  readonly status?: 200 | 201 | 202;
  readonly handle: (
    context: RouteContext<Infer<P>, Infer<Q>, Infer<B>>,
  ) => Promise<z.input<R> | Handled>;
};

/** Said by a handler that has written the response itself (a 304, a stream). */
export const handled = Symbol('handled');
export type Handled = typeof handled;

/** A route whose handler has been tied to its schemas. */
export type Route = {
  readonly definition: Omit<RouteDefinition, 'handle'>;
  readonly run: (
    context: RouteContext<unknown, unknown, unknown>,
  ) => Promise<unknown>;
};

/**
 * Ties a handler to the schemas of its parameters, query, body and answer, so
 * that it receives parsed values only and the OpenAPI document cannot drift.
 */
export const defineRoute = <
  R extends z.ZodType,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  route: RouteDefinition<P, Q, B, R>,
): Route => {
  const { handle, ...definition } = route;
  return {
    definition,
    run: context =>
      // The router has parsed each part with the schema that types it here.
      handle(context as RouteContext<Infer<P>, Infer<Q>, Infer<B>>),
  };
};
