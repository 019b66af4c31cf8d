import { openBrowser, openPage, signInAsGuest } from './browser';
import type { WatchedPage } from './browser';
import { watchRequests } from './settled';
import type { PendingRequests } from './settled';
import type { System } from './system';

/** A signed-in page, and what it still waits for. */
export type Viewer = WatchedPage & { readonly requests: PendingRequests };

/** Pages of one browser that are lent to one test at a time. */
export type Viewers = {
  /** Lends a page; one that was not seen to the end is replaced. */
  readonly lend: (look: (viewer: Viewer) => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Opens a browser with so many signed-in pages. */
export const openViewers = async (
  system: Pick<System, 'portalUrl'>,
  count: number,
): Promise<Viewers> => {
  const browser = await openBrowser();
  const open = async (): Promise<Viewer> => {
    const watched = await openPage(browser, 'light');
    const requests = watchRequests(watched.page);
    await signInAsGuest(watched.page, system);
    return { ...watched, requests };
  };
  const free: Viewer[] = [];
  for (let at = 0; at < count; at += 1) free.push(await open());
  return {
    lend: async look => {
      const viewer = free.pop() ?? (await open());
      await look(viewer).catch(async (error: unknown) => {
        await viewer.page.context().close();
        throw error;
      });
      free.push(viewer);
    },
    close: () => browser.close(),
  };
};
