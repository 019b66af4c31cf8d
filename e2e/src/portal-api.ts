import type { z } from 'zod';
import type { System } from './system';

export type ApiCall<T> = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path below `/api/`. */
  readonly path: string;
  readonly body?: unknown;
  readonly schema: z.ZodType<T>;
};

/** The parsed answer of the portal's API, called as the operator. */
export const callPortal = async <T>(
  system: Pick<System, 'portalUrl' | 'operatorToken'>,
  call: ApiCall<T>,
): Promise<T> => {
  const method = call.method ?? 'GET';
  const response = await fetch(`${system.portalUrl}/api/${call.path}`, {
    method,
    headers: {
      authorization: `Bearer ${system.operatorToken}`,
      'content-type': 'application/json',
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${method} /api/${call.path}: ${response.status} ${text}`);
  }
  return call.schema.parse(text === '' ? undefined : JSON.parse(text));
};
