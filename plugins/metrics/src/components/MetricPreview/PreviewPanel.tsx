import { Button, Select, Skeleton, Text } from '@backstage/ui';
import { LAKE_WAREHOUSE_ID, warehouseIdOf } from '@etude/plugin-metrics-common';
import type {
  MetricPreview,
  PreviewRequest,
  StoredFactTable,
} from '@etude/plugin-metrics-common';
import { formatCount, formatNumber, problemsOf } from '@etude/ui';
import { useState } from 'react';
import { usePreview } from '../../hooks/use-preview';
import type { PreviewState, UsePreview } from '../../hooks/use-preview';
import { usePreviewedUnits } from '../../hooks/use-previewed-units';
import type { MetricDefinition } from '../../model/wire-types';
import { SqlText } from '../SqlText';
import styles from './MetricPreview.module.css';
import { History, Spread } from './PreviewCharts';
import { PreviewFigures } from './PreviewFigures';
import { Detectable, FunnelSteps } from './PreviewTables';

const MS_PER_SECOND = 1000;
const PERIODS = [7, 28, 90].map(days => ({
  id: String(days),
  label: `${days} days`,
}));

export type PreviewPanelProps = {
  /** 'Preview' when left out. */
  readonly title?: string;
  readonly definition: MetricDefinition;
  readonly factTable: StoredFactTable | undefined;
  /** Whether all that a preview needs is filled in. */
  readonly isReady: boolean;
};

/** What of a definition its value depends on. */
const previewedOf = ({
  id: _id,
  owner: _owner,
  name: _name,
  description: _description,
  defaultMdeRelative: _mde,
  defaultNimRelative: _nim,
  ...metric
}: MetricDefinition): PreviewRequest['metric'] => metric;

const Queries = ({ queries, warehouseId }: MetricPreview) => (
  <details>
    <summary>How it was asked</summary>
    {queries.map(({ of, sql, elapsedMs }) => (
      <div key={of}>
        <Text as="p" variant="body-small" color="secondary">
          {`${of === 'figures' ? 'The metric and its history' : 'The spread of values'}: ${formatNumber(elapsedMs / MS_PER_SECOND)} s in ${warehouseId}`}
        </Text>
        <SqlText sql={sql} label={`SQL of the ${of}`} />
      </div>
    ))}
  </details>
);

/** How many units there were, and which of them are in the figures. */
const populationWords = (
  { units, unitsPerDay }: MetricPreview['population'],
  { window }: MetricDefinition,
): string => {
  const perDay =
    unitsPerDay === null ? '' : `, ${formatNumber(unitsPerDay)} new ones a day`;
  const entering =
    window === null || window.kind === 'cumulative'
      ? ''
      : ' Only those whose window is over are in the figures.';
  return `${formatCount(units)} units${perDay}.${entering}`;
};

const Known = (props: {
  readonly preview: MetricPreview;
  readonly definition: MetricDefinition;
}) => {
  const { preview, definition } = props;
  const { type } = definition;
  return (
    <>
      <Text as="p" variant="body-small" color="secondary">
        {populationWords(preview.population, definition)}
      </Text>
      <PreviewFigures preview={preview} type={type} />
      <FunnelSteps {...preview} />
      <Spread preview={preview} type={type} />
      <History preview={preview} type={type} />
      {type !== 'quantile' && <Detectable {...preview} />}
      <Queries {...preview} />
    </>
  );
};

const Shown = (props: {
  readonly shown: PreviewState;
  readonly definition: MetricDefinition;
  readonly waiting: string;
}) => {
  const { shown, definition, waiting } = props;
  switch (shown.state) {
    case 'idle':
      return (
        <Text as="p" variant="body-small" color="secondary">
          {waiting}
        </Text>
      );
    case 'asking':
      return (
        <div role="status" aria-label="Asking the warehouse">
          <Skeleton width="100%" height={48} />
          <Skeleton width="100%" height={160} style={{ marginTop: 12 }} />
        </div>
      );
    case 'failed':
      return (
        <div role="status" aria-label="No preview">
          <Text as="p" weight="bold">
            There is no preview of this
          </Text>
          {problemsOf(shown.error).map(({ message }) => (
            <Text key={message} as="p" variant="body-small">
              {message}
            </Text>
          ))}
        </div>
      );
    case 'known':
      return <Known preview={shown.preview} definition={definition} />;
    default:
      return shown satisfies never;
  }
};

const AskButton = (props: {
  readonly preview: UsePreview;
  readonly isReady: boolean;
}) => {
  const { shown, ask, cancel } = props.preview;
  return shown.state === 'asking' ? (
    <Button size="small" variant="secondary" onPress={cancel}>
      Cancel preview
    </Button>
  ) : (
    <Button
      size="small"
      variant="secondary"
      isDisabled={!props.isReady}
      onPress={ask}
    >
      Preview now
    </Button>
  );
};

const waitingWords = (isReady: boolean, isInLake: boolean): string => {
  if (!isReady) {
    return 'Once the value is filled in, its spread, its history and what it would detect are shown here.';
  }
  return isInLake
    ? 'The lake is asked in a moment.'
    : 'It reads a warehouse that may charge for it, so it is asked when you want it.';
};

/** What the metric would have been, asked as it is filled in. */
export const PreviewPanel = (props: PreviewPanelProps) => {
  const { title = 'Preview', definition, factTable, isReady } = props;
  const [days, setDays] = useState('28');
  const [unitsId, setUnitsId] = useState('with-facts');
  const choices = usePreviewedUnits(factTable);
  const chosen = choices.find(({ id }) => id === unitsId) ?? choices[0];
  const isInLake =
    factTable !== undefined && warehouseIdOf(factTable) === LAKE_WAREHOUSE_ID;
  const preview = usePreview(
    isReady && chosen
      ? {
          metric: previewedOf(definition),
          days: Number(days),
          population: chosen.population,
          ...(definition.owner === '' ? {} : { owner: definition.owner }),
        }
      : undefined,
    isInLake,
  );
  return (
    <section className={styles.panel} aria-label={title}>
      <div className={styles.head}>
        <Text as="h2" variant="title-x-small" weight="bold">
          {title}
        </Text>
        <AskButton preview={preview} isReady={isReady} />
      </div>
      <div className={styles.choices}>
        <Select
          label="Units"
          size="small"
          options={choices.map(({ id, label }) => ({ id, label }))}
          value={chosen?.id ?? null}
          onChange={id => setUnitsId(String(id ?? 'with-facts'))}
        />
        <Select
          label="Of the last"
          size="small"
          options={PERIODS}
          value={days}
          onChange={id => setDays(String(id ?? '28'))}
        />
      </div>
      <div
        className={
          preview.isOutdated && preview.shown.state === 'known'
            ? styles.old
            : styles.shown
        }
      >
        <Shown
          shown={preview.shown}
          definition={definition}
          waiting={waitingWords(isReady, isInLake)}
        />
      </div>
    </section>
  );
};
