import type {
  ExperimentDetail,
  ResultsExplanation,
  ResultSnapshot,
  SampleSizeAnswer,
} from '@etude/plugin-experiments-common';

/** An experiment as the API sends it. */
export type Experiment = ExperimentDetail['experiment'];
export type ExperimentState = Experiment['state'];
export type ExperimentPlan = Experiment['plan'];
export type PlannedMetric = ExperimentPlan['metrics'][number];
export type Verdict = NonNullable<Experiment['verdict']>;
export type VerdictClass = Verdict['class'];
export type VerdictReason = NonNullable<Verdict['reason']>;

/** What the platform says of an experiment at one moment. */
export type Analysis = ResultSnapshot['analysis'];
export type MetricResult = Analysis['metrics'][number];
export type HealthCheck = Analysis['health'][number];

/** How one figure of a result was computed. */
export type FigureExplanation = ResultsExplanation['figures'][number];

/** One thing that is wrong, in a sentence, with the field it is about. */
export type Problem = SampleSizeAnswer['problems'][number];
