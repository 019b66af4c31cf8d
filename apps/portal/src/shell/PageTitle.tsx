import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect } from 'react';

// Pages of one entity title themselves below the name of their plugin.
const headingOf = (page: Document): Element | null =>
  page.querySelector('.bui-HeaderTitle') ?? page.querySelector('h1');

/**
 * Names the window after the heading of the page in it, for tabs, history and
 * screen readers: most pages of Backstage leave it as it was.
 */
export const PageTitle = () => {
  const site = useApi(configApiRef).getOptionalString('app.title') ?? 'Etude';
  useEffect(() => {
    const name = () => {
      const heading = headingOf(document)?.textContent.trim();
      const title = heading ? `${heading} · ${site}` : site;
      if (document.title !== title) document.title = title;
    };
    const observer = new MutationObserver(name);
    observer.observe(document, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    name();
    return () => observer.disconnect();
  }, [site]);
  return null;
};
