export { ConfirmDialog } from './forms/ConfirmDialog';
export { EntitySelect } from './forms/EntitySelect';
export { fieldElementId, problemAt, problemsOf } from './forms/field-problems';
export type { FieldProblem } from './forms/field-problems';
export { FormField } from './forms/FormField';
export { OwnerSelect } from './forms/OwnerSelect';
export { ProblemList } from './forms/ProblemList';
export { useCommand } from './forms/use-command';
export type { Command } from './forms/use-command';
export { useEntityOptions } from './forms/use-entity-options';
export { useSessionDraft } from './forms/use-session-draft';
export type { SessionDraft } from './forms/use-session-draft';
export { useNavigateTo, useSearchParam } from './navigation/navigate';
export {
  formatCount,
  formatEffect,
  formatEffectPercent,
  formatNumber,
  formatPercent,
  formatPValue,
  formatRelativeTime,
} from './numbers/format';
export { Timestamp } from './numbers/Timestamp';
export { PageFrame } from './page/PageFrame';
export { PersonLink } from './people/PersonLink';
export { ChartFigure } from './plots/ChartFigure';
export type { ChartFigureProps } from './plots/ChartFigure';
export type { ChartLevel, ChartMark } from './plots/ChartMarks';
export { Histogram } from './plots/Histogram';
export type { HistogramBin, HistogramProps } from './plots/Histogram';
export { IntervalPlot, intervalDomain } from './plots/IntervalPlot';
export type { IntervalOutcome, IntervalPlotProps } from './plots/IntervalPlot';
export { LineChart } from './plots/LineChart';
export type { LineChartProps } from './plots/LineChart';
export type { LineSeries } from './plots/line-series';
export { RangeBar } from './plots/RangeBar';
export type { RangeBarProps } from './plots/RangeBar';
export { FoundItem } from './search/FoundItem';
export type { FoundItemProps } from './search/FoundItem';
export { createSearchExtensions } from './search/search-extensions';
export { lazyPart } from './states/lazy-part';
export { LoadedView } from './states/LoadedView';
export { StateMessage } from './states/StateMessage';
export { StatusBadge } from './states/StatusBadge';
export type { Tone } from './states/StatusBadge';
export { useLoaded } from './states/use-loaded';
export type { Loaded, UseLoaded } from './states/use-loaded';
export { usePolling } from './states/use-polling';
export type { Polling } from './states/use-polling';
export { TableFrame } from './tables/TableFrame';
export { TextDiff } from './text/TextDiff';
export type { TextDiffProps } from './text/TextDiff';
