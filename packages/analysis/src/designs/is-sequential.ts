import type { ExperimentDesign } from '@etude/lifecycle';

/** True of a design whose tests hold at every look, so that effects are open. */
export const isSequential = ({
  kind,
}: Pick<ExperimentDesign, 'kind'>): boolean =>
  kind === 'group-sequential' || kind === 'always-valid';
