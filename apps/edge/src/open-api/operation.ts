import type { z } from 'zod';

/** One answer of an operation. */
export type OperationAnswer = {
  readonly description: string;
  /** Null without a body. */
  readonly body: z.ZodType | null;
  /** JSON unless said otherwise. */
  readonly contentType?: string;
  readonly headers?: readonly string[];
};

/** An endpoint of the edge, for its OpenAPI document and for its tests. */
export type Operation = {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  /** `clientSecret`: the secret is in the body. */
  readonly auth: 'client' | 'clientSecret' | 'metrics' | 'none';
  readonly query?: readonly string[];
  readonly requestHeaders?: readonly string[];
  readonly request?: z.ZodType;
  /** JSON unless said otherwise. */
  readonly requestType?: string;
  readonly answers: Readonly<Record<number, OperationAnswer>>;
};
