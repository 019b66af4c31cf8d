import { useApi } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { ScannedRepository } from '@etude/plugin-flags-common';
import {
  LineChart,
  LoadedView,
  Timestamp,
  formatCount,
  useLoaded,
} from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';
import { dayOf, usageSeries } from '../../model/usage-series';
import styles from './FlagUsage.module.css';

const DAYS = 14;

const Evaluations = ({ flagId }: { readonly flagId: string }) => {
  const api = useApi(flagsApiRef);
  const usage = useLoaded(`usage ${flagId}`, () =>
    api.usage.usage(flagId, DAYS),
  );
  return (
    <LoadedView {...usage} what="the evaluations">
      {found => {
        const series = usageSeries(found);
        if (found.reportedSince === null) {
          return (
            <Text color="secondary">
              No edge has reported yet. Counts come every half minute from each
              edge that knows the portal.
            </Text>
          );
        }
        return series.length === 0 ? (
          <Text color="secondary">
            Nobody asked for the flag in {DAYS} days.
          </Text>
        ) : (
          <LineChart
            title={`Evaluations a day, by variant, in ${DAYS} days`}
            series={series}
            formatX={dayOf}
            formatY={formatCount}
            xLabel="Day"
            height={180}
          />
        );
      }}
    </LoadedView>
  );
};

const Repository = ({ found }: { readonly found: ScannedRepository }) => (
  <li>
    <Text weight="bold">{found.repository}</Text>
    <Text variant="body-small" color="secondary">
      {' '}
      at {found.revision}, scanned <Timestamp at={found.scannedAt} />
    </Text>
    <ul className={styles.references}>
      {found.references.map(({ path, line, snippet }) => (
        <li key={`${path}:${line}`}>
          <code>
            {path}:{line}
          </code>
          <pre className={styles.snippet}>{snippet}</pre>
        </li>
      ))}
    </ul>
  </li>
);

const CodeReferences = ({ flagId }: { readonly flagId: string }) => {
  const api = useApi(flagsApiRef);
  const references = useLoaded(`code references ${flagId}`, () =>
    api.usage.codeReferences(flagId),
  );
  return (
    <LoadedView {...references} what="the places in code">
      {repositories =>
        repositories.length === 0 ? (
          <Text color="secondary">
            No repository was scanned for it. Run{' '}
            <code>./etude flags scan &lt;folder&gt;</code> in your build to see
            here where the flag is used.
          </Text>
        ) : (
          <ul className={styles.references} aria-label="Places in code">
            {repositories.map(found => (
              <Repository key={found.repository} found={found} />
            ))}
          </ul>
        )
      }
    </LoadedView>
  );
};

/** How often a flag is asked for, and where in code. */
export const UsageSection = ({ flagId }: { readonly flagId: string }) => (
  <Flex direction="column" gap="4">
    <Text as="h2" variant="title-x-small" weight="bold">
      Evaluations
    </Text>
    <Evaluations flagId={flagId} />
    <Text as="h2" variant="title-x-small" weight="bold">
      In the code
    </Text>
    <CodeReferences flagId={flagId} />
  </Flex>
);
