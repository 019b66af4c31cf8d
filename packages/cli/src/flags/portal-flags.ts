import { z } from 'zod';
import { callPortal } from '../portal/call-portal';
import type { Portal } from '../portal/call-portal';
import type { CodeReference } from './find-references';

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

/** The ids of all active flags of a portal. */
export const listFlagIds = async (portal: Portal): Promise<string[]> => {
  const ids: string[] = [];
  for (;;) {
    const page = pageSchema.parse(
      await callPortal(
        portal,
        `/flags/v1/flags?state=active&limit=${PAGE}&offset=${ids.length}`,
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
  const path = `/flags/v1/flags/${encodeURIComponent(flag)}/code-references`;
  await callPortal(portal, path, { method: 'PUT', body: references });
};
