import type { LookSummary } from '@etude/plugin-experiments-common';
import { ChartFigure, StatusBadge } from '@etude/ui';
import type { HealthCheck } from '../../experiment-types';
import { HEALTH } from '../../experiment-words';
import { healthSpans } from './health-spans';
import type { HealthSpan } from './health-spans';
import styles from './HealthTimeline.module.css';

export type HealthTimelineProps = {
  /** In order of time, at least two. */
  readonly looks: readonly LookSummary[];
  readonly checks: readonly Pick<HealthCheck, 'id' | 'title'>[];
  readonly formatAt: (at: number) => string;
};

type Row = {
  readonly id: string;
  readonly title: string;
  readonly spans: readonly HealthSpan[];
};

const WIDTH = 640;
const ROW_HEIGHT = 22;
const NAMES = 170;
const AXIS = 22;
const RIGHT = WIDTH - 12;
const GAP = 1;
// States are told by height as well as by colour: trouble stands out.
const THICK = { fail: 16, warn: 11, pass: 5, unknown: 2 } as const;

const summary = ({ title, spans }: Row): string =>
  `${title}: ${spans.map(({ state }) => HEALTH[state].label.toLowerCase()).join(', then ')}`;

const Bars = (props: {
  readonly row: Row;
  readonly index: number;
  readonly xOf: (at: number) => number;
  readonly formatAt: (at: number) => string;
}) => {
  const { row, index, xOf, formatAt } = props;
  const middle = index * ROW_HEIGHT + ROW_HEIGHT / 2;
  return (
    <g>
      <text x={0} y={middle} dy="0.32em">
        {row.title}
      </text>
      {row.spans.map(({ state, from, to }) => (
        <rect
          key={from}
          x={xOf(from)}
          y={middle - THICK[state] / 2}
          width={Math.max(3, xOf(to) - xOf(from) - GAP)}
          height={THICK[state]}
          className={styles[state]}
        >
          <title>{`${row.title}: ${HEALTH[state].label.toLowerCase()} from ${formatAt(from)} to ${formatAt(to)}`}</title>
        </rect>
      ))}
    </g>
  );
};

const Changes = (props: {
  readonly rows: readonly Row[];
  readonly formatAt: (at: number) => string;
}) => (
  <details>
    <summary>Figures</summary>
    <table aria-label="Health over looks">
      <thead>
        <tr>
          <th scope="col">Check</th>
          <th scope="col">State</th>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col" className={styles.number}>
            Looks
          </th>
        </tr>
      </thead>
      <tbody>
        {props.rows.flatMap(({ id, title, spans }) =>
          spans.map(({ state, from, to, looks }) => (
            <tr key={`${id}:${from}`}>
              <th scope="row">{title}</th>
              <td>
                <StatusBadge tone={HEALTH[state].tone}>
                  {HEALTH[state].label}
                </StatusBadge>
              </td>
              <td>{props.formatAt(from)}</td>
              <td>{props.formatAt(to)}</td>
              <td className={styles.number}>{looks}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  </details>
);

/** How every health check stood over time, with the changes as a table. */
export const HealthTimeline = (props: HealthTimelineProps) => {
  const { looks, checks, formatAt } = props;
  const rows = checks
    .map(({ id, title }) => ({ id, title, spans: healthSpans(looks, id) }))
    .filter(({ spans }) => spans.some(({ state }) => state !== 'unknown'));
  const ats = looks.map(({ at }) => Date.parse(at));
  const first = Math.min(...ats);
  const last = Math.max(...ats);
  const xOf = (at: number): number =>
    NAMES + ((at - first) / Math.max(1, last - first)) * (RIGHT - NAMES);
  const bottom = rows.length * ROW_HEIGHT;
  if (rows.length === 0) return null;
  return (
    <ChartFigure
      label={`Health over ${looks.length} looks. ${rows.map(summary).join('. ')}.`}
      width={WIDTH}
      height={bottom + AXIS}
      below={
        <>
          <p className={styles.legend}>
            Thick: failing. Medium: needs a look. Thin: healthy. Hairline: too
            early to tell.
          </p>
          <Changes rows={rows} formatAt={formatAt} />
        </>
      }
    >
      {rows.map((row, index) => (
        <Bars
          key={row.id}
          row={row}
          index={index}
          xOf={xOf}
          formatAt={formatAt}
        />
      ))}
      <text x={NAMES} y={bottom + 14}>
        {formatAt(first)}
      </text>
      <text x={RIGHT} y={bottom + 14} textAnchor="end">
        {formatAt(last)}
      </text>
    </ChartFigure>
  );
};
