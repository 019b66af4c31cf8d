import type {
  ExperimentListItem,
  ExperimentsClient,
} from '@etude/plugin-experiments-common';
import type { FlagRecord, FlagsClient } from '@etude/plugin-flags-common';
import type { MetricsClient, StoredMetric } from '@etude/plugin-metrics-common';
import type { EtudeDocument } from './document-collator';

const PAGE = 500;

const words = (...parts: readonly (string | null | undefined)[]): string =>
  parts.filter(part => part).join(' · ');

// PostgreSQL reads `group:default/growth` as one word; people type `growth`.
const ownerWords = (owner: string): string =>
  words(owner, owner.slice(owner.lastIndexOf('/') + 1));

const experimentDocument = (item: ExperimentListItem): EtudeDocument => ({
  title: item.name,
  text: words(
    item.hypothesis,
    item.id,
    ownerWords(item.owner),
    item.flagId,
    item.componentRef,
    item.surface,
    item.state,
    item.verdictClass,
  ),
  location: `/experiments/${item.id}`,
  owner: item.owner,
  state: item.state,
  summary: item.hypothesis,
});

const flagDocument = (flag: FlagRecord): EtudeDocument => ({
  title: flag.id,
  text: words(
    flag.description,
    ownerWords(flag.owner),
    flag.componentRef,
    ...flag.variants.map(({ id }) => id),
  ),
  location: `/flags/${flag.id}`,
  owner: flag.owner,
  state: flag.state === 'active' && !flag.enabled ? 'off' : flag.state,
  summary: flag.description,
});

const metricDocument = (metric: StoredMetric): EtudeDocument => ({
  title: metric.name,
  text: words(
    metric.description,
    metric.id,
    ownerWords(metric.owner),
    metric.type,
    metric.factTableId,
  ),
  location: `/metrics/${metric.id}`,
  owner: metric.owner,
  state: metric.state,
  summary: metric.description,
});

/** Every experiment but discarded drafts, page by page. */
export async function* experimentDocuments(
  client: ExperimentsClient,
): AsyncGenerator<EtudeDocument> {
  for (let offset = 0, total = Infinity; offset < total; offset += PAGE) {
    const page = await client.listExperiments({
      state: 'draft,live,ended,decided',
      limit: PAGE,
      offset,
    });
    total = page.totalItems;
    yield* page.items.map(experimentDocument);
  }
}

/** Every flag, page by page. */
export async function* flagDocuments(
  client: FlagsClient,
): AsyncGenerator<EtudeDocument> {
  for (let offset = 0, total = Infinity; offset < total; offset += PAGE) {
    const page = await client.listFlags({ limit: PAGE, offset });
    total = page.totalItems;
    yield* page.items.map(flagDocument);
  }
}

/** Every metric. */
export async function* metricDocuments(
  client: MetricsClient,
): AsyncGenerator<EtudeDocument> {
  yield* (await client.listMetrics()).map(metricDocument);
}
