import { EtudeError } from '@etude/kernel';
import { z } from 'zod';

/** A portal and the token to call it with. */
export type Portal = { readonly url: string; readonly token: string };

const errorSchema = z.object({ error: z.object({ message: z.string() }) });

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const refusal = (url: string, status: number, body: unknown): EtudeError => {
  const refused = errorSchema.safeParse(body);
  return new EtudeError(
    refused.success
      ? refused.data.error.message
      : `${url} answered ${status} without saying why. Check --portal.`,
    {
      code: 'ETUDE_CLI_PORTAL',
      kind: status >= 500 ? 'operational' : 'user',
      details: { url, status },
    },
  );
};

const answerOf = async (
  url: string,
  init: RequestInit,
): Promise<{ readonly response: Response; readonly body: unknown }> => {
  try {
    const response = await fetch(url, init);
    return { response, body: parsedJson(await response.text()) };
  } catch (cause) {
    throw new EtudeError(
      `${url} cannot be reached. Check --portal, and that the portal runs.`,
      { code: 'ETUDE_CLI_PORTAL', kind: 'operational', cause },
    );
  }
};

/**
 * What a portal answers to a path below `/api`, from JSON.
 *
 * @throws ETUDE_CLI_PORTAL when it is not reached, or refuses.
 */
export const callPortal = async (
  portal: Portal,
  path: string,
  {
    method = 'GET',
    body,
  }: { method?: 'GET' | 'POST' | 'PUT'; body?: unknown } = {},
): Promise<unknown> => {
  const url = `${portal.url.replace(/\/$/, '')}/api${path}`;
  const { response, body: answered } = await answerOf(url, {
    method,
    headers: {
      authorization: `Bearer ${portal.token}`,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw refusal(url, response.status, answered);
  return answered;
};
