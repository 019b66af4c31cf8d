import type {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { z } from 'zod';

export type BuildMissingDocsOptions = {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
  readonly logger: LoggerService;
  readonly signal: AbortSignal;
};

const REF = 'metadata.annotations.backstage.io/techdocs-ref';

const documentedSchema = z.object({
  items: z.array(
    z.object({
      kind: z.string(),
      metadata: z.object({
        name: z.string(),
        namespace: z.string().default('default'),
      }),
    }),
  ),
});

/**
 * Builds the documentation that nobody has opened yet, so that search finds it
 * from the first minutes on. What is published already is left as it is.
 */
export const buildMissingDocs = async (
  options: BuildMissingDocsOptions,
): Promise<void> => {
  const { auth, discovery, logger, signal } = options;
  const fetchFrom = async (pluginId: string, path: string) => {
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: pluginId,
    });
    const baseUrl = await discovery.getBaseUrl(pluginId);
    return fetch(`${baseUrl}${path}`, {
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'text/event-stream',
      },
      signal,
    });
  };
  const query = `filter=${encodeURIComponent(REF)}&fields=kind,metadata.name,metadata.namespace&limit=1000`;
  const answer = await fetchFrom('catalog', `/entities/by-query?${query}`);
  if (!answer.ok) {
    logger.warn(
      `The catalog answered ${answer.status} when asked for what has documentation; none is built ahead.`,
    );
    return;
  }
  for (const { kind, metadata } of documentedSchema.parse(await answer.json())
    .items) {
    const place = [metadata.namespace, kind, metadata.name]
      .map(part => encodeURIComponent(part.toLocaleLowerCase('en-US')))
      .join('/');
    const published = await fetchFrom(
      'techdocs',
      `/metadata/techdocs/${place}`,
    );
    await published.body?.cancel();
    if (published.status !== 404) continue;
    const build = await fetchFrom('techdocs', `/sync/${place}`);
    if (/event: error/.test(await build.text())) {
      logger.warn(
        `The documentation of ${place} could not be built; its page says why.`,
      );
    }
  }
};
