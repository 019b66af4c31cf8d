import { EtudeError } from '@etude/kernel';
import type { ErrorKind, Problem } from '@etude/kernel';
import { z } from 'zod';

/** Where a plugin's API lives, and how to call it as the present user. */
export type ApiClientDependencies = {
  readonly discoveryApi: {
    getBaseUrl(pluginId: string): Promise<string>;
  };
  readonly fetchApi: { fetch: typeof fetch };
};

export type ApiRequest<T> = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path below `/v1`, with parameters already encoded: {@link pathOf}. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** Sent as it is, with this content type, instead of a JSON `body`. */
  readonly raw?: { readonly contentType: string; readonly content: BodyInit };
  readonly schema: z.ZodType<T>;
  readonly signal?: AbortSignal;
};

const errorBodySchema = z.object({
  error: z.object({
    name: z.string().optional(),
    code: z.string().optional(),
    message: z.string(),
    problems: z
      .array(
        z.object({
          code: z.string(),
          message: z.string(),
          path: z.string().optional(),
        }),
      )
      .optional(),
  }),
});

const kindOf = (status: number): ErrorKind => {
  if (status === 503 || status === 429) return 'operational';
  return status >= 500 ? 'bug' : 'user';
};

const withoutPath = (problem: {
  code: string;
  message: string;
  path?: string | undefined;
}): Problem =>
  problem.path === undefined
    ? { code: problem.code, message: problem.message }
    : { code: problem.code, message: problem.message, path: problem.path };

/** Builds a path from a template and values, each value URL-encoded. */
export const pathOf = (
  strings: TemplateStringsArray,
  ...values: readonly string[]
): string =>
  strings.reduce(
    (path, part, index) =>
      path + part + encodeURIComponent(values[index] ?? ''),
    '',
  );

const failureOf = async (response: Response): Promise<EtudeError> => {
  const text = await response.text();
  const parsed = errorBodySchema.safeParse(parseJson(text));
  if (!parsed.success) {
    return new EtudeError(
      `The portal answered ${response.status} without saying why. Try again; if it stays, look at the backend's log.`,
      {
        code: 'ETUDE_API_UNREADABLE_ERROR',
        kind: kindOf(response.status),
        details: { status: response.status },
      },
    );
  }
  const { error } = parsed.data;
  return new EtudeError(error.message, {
    code: error.code ?? error.name ?? 'ETUDE_API_ERROR',
    kind: kindOf(response.status),
    details: { status: response.status },
    problems: (error.problems ?? []).map(withoutPath),
  });
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Calls one plugin's API for its typed client: adds base path and query,
 * parses the answer with the route's schema, and turns error bodies into
 * {@link EtudeError} with the server's code and problems.
 */
export class ApiClient {
  readonly #pluginId: string;
  readonly #dependencies: ApiClientDependencies;

  constructor(pluginId: string, dependencies: ApiClientDependencies) {
    this.#pluginId = pluginId;
    this.#dependencies = dependencies;
  }

  /**
   * The parsed answer of one call.
   *
   * @throws EtudeError with the code the server gave; ETUDE_API_UNEXPECTED_ANSWER
   * when a successful answer does not fit the schema.
   */
  async request<T>(request: ApiRequest<T>): Promise<T> {
    const response = await this.#send(request);
    if (!response.ok) throw await failureOf(response);
    const body: unknown =
      response.status === 204 ? undefined : await response.json();
    const parsed = request.schema.safeParse(body);
    if (!parsed.success) {
      throw new EtudeError(
        `The answer of ${this.#pluginId} ${request.path} does not have the expected form: ${z.prettifyError(parsed.error)}. Frontend and backend may be of different versions; reload the page.`,
        { code: 'ETUDE_API_UNEXPECTED_ANSWER', kind: 'bug' },
      );
    }
    return parsed.data;
  }

  async #send<T>(request: ApiRequest<T>): Promise<Response> {
    const base = await this.#dependencies.discoveryApi.getBaseUrl(
      this.#pluginId,
    );
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined && value !== '') query.set(name, value);
    }
    const search = query.size > 0 ? `?${query}` : '';
    return this.#dependencies.fetchApi.fetch(
      `${base}/v1${request.path}${search}`,
      {
        method: request.method ?? 'GET',
        ...(request.signal ? { signal: request.signal } : {}),
        ...bodyOf(request),
      },
    );
  }
}

const bodyOf = <T>(request: ApiRequest<T>): RequestInit => {
  if (request.raw) {
    return {
      headers: { 'content-type': request.raw.contentType },
      body: request.raw.content,
    };
  }
  if (request.body === undefined) return {};
  return {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request.body),
  };
};
