import type { Analysis } from '../../experiment-types';
import { ExplainedFigure, PROGRESS_FIGURE_ID } from '../Explanation';
import { ProgressBar } from '../ProgressBar';

export type ExplainedProgressProps = {
  readonly progress: Analysis['progress'];
};

/** How far the experiment is, which opens how that was computed. */
export const ExplainedProgress = ({ progress }: ExplainedProgressProps) => (
  <span>
    <ExplainedFigure figureId={PROGRESS_FIGURE_ID} of="progress">
      <ProgressBar {...progress} saysUnits />
    </ExplainedFigure>
  </span>
);
