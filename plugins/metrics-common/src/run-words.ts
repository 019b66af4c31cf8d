import { bytesText } from './bytes-text';
import type { Run, RunProblem, RunState } from './run-api';

type Words = {
  readonly label: string;
  readonly tone: 'good' | 'bad' | 'warning' | 'active' | 'muted';
};

/** How the state of a run is called and felt, the same on every screen. */
export const RUN_STATE_WORDS: Readonly<Record<RunState, Words>> = {
  queued: { label: 'Queued', tone: 'active' },
  running: { label: 'Running', tone: 'active' },
  succeeded: { label: 'Succeeded', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'muted' },
  interrupted: { label: 'Interrupted', tone: 'warning' },
};

const CAUSE_LABELS: Readonly<Record<NonNullable<RunProblem['cause']>, string>> =
  {
    definition: 'Definition or plan is wrong',
    permission: 'Not permitted by the warehouse',
    budget: 'Budget of the team is used up',
    limit: 'Over a limit of the warehouse',
    unreachable: 'Warehouse cannot be reached',
    timeout: 'No answer in time',
    busy: 'Warehouse is busy',
    memory: 'Not enough memory',
    storage: 'File cannot be read',
    engine: 'Engine failed',
    cancelled: 'Cancelled',
    interrupted: 'Backend stopped',
    bug: 'Fault of the portal',
  };

/** What went wrong, in a few words. */
export const runCauseText = ({ cause }: RunProblem): string | null =>
  cause === undefined ? null : CAUSE_LABELS[cause];

/** What to do about a problem, where its message does not say so itself. */
export const runFixText = ({ message, fix }: RunProblem): string | null =>
  fix === undefined || message.includes(fix) ? null : fix;

/** What the engine expected to read, such as `1.2 GB, 3,000,000 rows`. */
export const estimateText = (estimate: Run['estimate']): string | null => {
  if (estimate === null) return null;
  const { bytes, rows } = estimate;
  const parts = [
    ...(bytes === null ? [] : [bytesText(bytes)]),
    ...(rows === null ? [] : [`${Math.round(rows).toLocaleString('en')} rows`]),
  ];
  return parts.length === 0 ? null : parts.join(', ');
};

/** The one figure that says most of what is going to be read. */
export const estimateFigure = (estimate: Run['estimate']): string | null =>
  estimate === null || estimate.bytes === null
    ? estimateText(estimate)
    : bytesText(estimate.bytes);

const twoParts = (
  amount: number,
  perLarge: number,
  [large, small]: readonly [string, string],
): string => {
  const rest = amount % perLarge;
  const whole = `${Math.floor(amount / perLarge)} ${large}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small}`;
};

/** Time of the warehouse: `0.3 s`, `42 s`, `3 min 5 s` or `1 h 10 min`. */
export const elapsedText = (ms: number): string => {
  if (ms < 10_000) return `${Math.round(ms / 100) / 10} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600
    ? twoParts(seconds, 60, ['min', 's'])
    : twoParts(Math.round(seconds / 60), 60, ['h', 'min']);
};

const sinceText = (instant: string, now: Date): string =>
  elapsedText(Math.max(0, now.getTime() - Date.parse(instant)));

const waitingText = (ahead: number | null): string => {
  if (!ahead) return 'Waiting for a free place in the warehouse';
  return `Waiting behind ${ahead} ${ahead === 1 ? 'query' : 'queries'}`;
};

/** What a run that is not over is at, in one sentence without its full stop. */
export const runProgressText = (
  run: Pick<Run, 'progress' | 'queriedAt' | 'startedAt' | 'estimate'>,
  now: Date,
): string => {
  const { progress, queriedAt, startedAt } = run;
  if (progress === null || progress.phase === 'planning') {
    return 'Planning the query';
  }
  const { phase, ahead, query, queries, attempt } = progress;
  const again = attempt > 1 ? `, attempt ${attempt}` : '';
  if (phase === 'waiting') {
    return `${waitingText(ahead)}, for ${sinceText(startedAt, now)}${again}`;
  }
  if (phase === 'retrying') {
    return `The warehouse failed; asking it again, attempt ${attempt}`;
  }
  const expected = estimateText(run.estimate);
  return [
    queries > 1 ? `Query ${query} of ${queries} runs` : 'The query runs',
    `, for ${sinceText(queriedAt ?? startedAt, now)}`,
    expected === null ? '' : `; expected to read ${expected}`,
    again,
  ].join('');
};

/** What a run that is over used and gave, in a few words. */
export const runFiguresText = (run: Run): string =>
  [
    ...(run.elapsedMs === null ? [] : [`took ${elapsedText(run.elapsedMs)}`]),
    ...(run.bytesRead === null ? [] : [`read ${bytesText(run.bytesRead)}`]),
    ...(run.rows === null
      ? []
      : [`gave ${run.rows.toLocaleString('en')} rows`]),
    ...(run.attempts > 1 ? [`${run.attempts} attempts`] : []),
  ].join(', ');
