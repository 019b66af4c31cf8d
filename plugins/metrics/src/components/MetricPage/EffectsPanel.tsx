import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import type { MetricEffect, MetricUse } from '@etude/plugin-experiments-common';
import {
  IntervalPlot,
  LoadedView,
  StateMessage,
  Timestamp,
  formatEffectPercent,
  intervalDomain,
} from '@etude/ui';
import type { UseLoaded } from '@etude/ui';
import { ROLE_WORDS, plottedOutcome } from '../../model/experiment-words';
import { experimentRouteRef } from '../../routes';
import styles from './MetricPage.module.css';

type Row = { readonly use: MetricUse; readonly effect: MetricEffect };

const rowsOf = (uses: readonly MetricUse[]): readonly Row[] =>
  uses.flatMap(use => (use.effects ?? []).map(effect => ({ use, effect })));

const EffectRow = (props: {
  readonly row: Row;
  readonly domain: readonly [number, number];
}) => {
  const { use, effect } = props.row;
  const experimentPath = useRouteRef(experimentRouteRef);
  return (
    <tr>
      <th scope="row">
        <Link href={experimentPath?.({ id: use.experimentId }) ?? ''}>
          {use.name}
        </Link>
        <Text as="p" variant="body-small" color="secondary">
          {`${effect.variant} · ${ROLE_WORDS[use.role]}`}
        </Text>
      </th>
      <td>{use.endedAt === null ? '–' : <Timestamp at={use.endedAt} />}</td>
      <td>
        {effect.better === null ? (
          '–'
        ) : (
          <IntervalPlot
            estimate={effect.better.estimate}
            interval={effect.better.interval}
            outcome={plottedOutcome(effect.outcome)}
            domain={props.domain}
            label={`${use.name}, ${effect.variant}: ${formatEffectPercent(effect.better.estimate)}`}
          />
        )}
      </td>
      <td className={styles.sentence}>{effect.sentence}</td>
    </tr>
  );
};

const EffectsTable = ({ rows }: { readonly rows: readonly Row[] }) => {
  const domain = intervalDomain(
    rows.flatMap(({ effect: { better } }) =>
      better === null ? [] : [better.estimate, ...better.interval],
    ),
  );
  return (
    <>
      <div
        className={styles.scroller}
        role="region"
        tabIndex={0}
        aria-label="Effects"
      >
        <table
          className={styles.effects}
          aria-label="Effects in ended experiments"
        >
          <thead>
            <tr>
              <th scope="col">Experiment</th>
              <th scope="col">Ended</th>
              <th scope="col">Relative effect</th>
              <th scope="col">In words</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <EffectRow
                key={`${row.use.experimentId} ${row.effect.variant}`}
                row={row}
                domain={domain}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Text as="p" variant="body-small" color="secondary">
        Right is better. Experiments that still run are not here: their effects
        open when their design says so.
      </Text>
    </>
  );
};

/** What changes of the past did to the metric. */
export const EffectsPanel = (props: {
  readonly uses: UseLoaded<readonly MetricUse[]>;
}) => (
  <LoadedView {...props.uses} what="the effects on this metric">
    {uses => {
      const rows = rowsOf(uses);
      return rows.length === 0 ? (
        <StateMessage
          title="No effects to show yet"
          reason="Once an experiment that measures this metric has ended, what it did to the metric is kept here."
        />
      ) : (
        <EffectsTable rows={rows} />
      );
    }}
  </LoadedView>
);
