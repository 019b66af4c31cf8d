import { EtudeError } from '@etude/kernel';
import { z } from 'zod';
import type { CodeReference } from './find-references';

/** A portal and the token to call it with. */
export type Portal = { readonly url: string; readonly token: string };

/** References of one flag in one state of a repository. */
export type FlagReferences = {
  readonly repository: string;
  readonly revision: string;
  readonly references: readonly CodeReference[];
};

const PAGE = 1000;

const pageSchema = z.object({
  items: z.array(z.object({ id: z.string() })),
  totalItems: z.number(),
});

const errorSchema = z.object({ error: z.object({ message: z.string() }) });

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const call = async (
  portal: Portal,
  path: string,
  init: RequestInit = {},
): Promise<unknown> => {
  const url = `${portal.url.replace(/\/$/, '')}/api/flags/v1${path}`;
  const response = await fetch(url, {
    ...init,
    headers: {
      authorization: `Bearer ${portal.token}`,
      'content-type': 'application/json',
    },
  });
  const body = parsedJson(await response.text());
  if (response.ok) return body;
  const refused = errorSchema.safeParse(body);
  throw new EtudeError(
    refused.success
      ? refused.data.error.message
      : `${url} answered ${response.status} without saying why. Check --portal.`,
    {
      code: 'ETUDE_CLI_PORTAL',
      kind: response.status >= 500 ? 'operational' : 'user',
      details: { url, status: response.status },
    },
  );
};

/** The ids of all active flags of a portal. */
export const listFlagIds = async (portal: Portal): Promise<string[]> => {
  const ids: string[] = [];
  for (;;) {
    const page = pageSchema.parse(
      await call(
        portal,
        `/flags?state=active&limit=${PAGE}&offset=${ids.length}`,
      ),
    );
    ids.push(...page.items.map(({ id }) => id));
    if (page.items.length === 0 || ids.length >= page.totalItems) return ids;
  }
};

/** Replaces what the portal knows of a repository's references to a flag. */
export const uploadReferences = async (
  portal: Portal,
  flag: string,
  references: FlagReferences,
): Promise<void> => {
  await call(portal, `/flags/${encodeURIComponent(flag)}/code-references`, {
    method: 'PUT',
    body: JSON.stringify(references),
  });
};
