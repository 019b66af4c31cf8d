import { Flex } from '@backstage/ui';
import { formatEffect, formatNumber, formatPercent } from '@etude/ui';
import type { MetricResult } from '../../experiment-types';
import type { TableColumn } from '../GroupedTable';
import { intervalText } from '../interval-text';
import { explainedCell } from './explained-cell';
import { FiguresByMetric } from './FiguresByMetric';
import type { ComparedMetrics } from './FiguresByMetric';

type Column = TableColumn<MetricResult>;

const bayesianCell = (
  what: string,
  textOf: (bayesian: NonNullable<MetricResult['bayesian']>) => string,
): Column['cell'] =>
  explainedCell(
    { figure: 'bayesian', what },
    ({ bayesian }) => bayesian && textOf(bayesian),
  );

const COLUMNS: readonly Column[] = [
  {
    id: 'chance',
    label: 'Chance to be better',
    isNumber: true,
    cell: bayesianCell('chance to be better', ({ chanceToWin }) =>
      formatPercent(chanceToWin),
    ),
  },
  {
    id: 'interval',
    label: '95 % credible interval',
    isNumber: true,
    cell: bayesianCell('credible interval', ({ credibleInterval }) =>
      intervalText(credibleInterval, formatEffect),
    ),
  },
  {
    id: 'risk-ship',
    label: 'Risk of shipping',
    isNumber: true,
    cell: bayesianCell('risk of shipping', ({ riskOfShipping }) =>
      formatNumber(riskOfShipping),
    ),
  },
  {
    id: 'risk-keep',
    label: 'Risk of not shipping',
    isNumber: true,
    cell: bayesianCell('risk of not shipping', ({ riskOfNotShipping }) =>
      formatNumber(riskOfNotShipping),
    ),
  },
];

/** The Bayesian view, folded away: it takes no part in the decision. */
export const BayesianTable = ({ metrics, controlVariant }: ComparedMetrics) => (
  <details>
    <summary>Bayesian view: for display only, not part of the decision</summary>
    <Flex direction="column" py="2">
      <FiguresByMetric
        label="Bayesian view"
        columns={COLUMNS}
        metrics={metrics.filter(({ bayesian }) => bayesian !== undefined)}
        controlVariant={controlVariant}
        caption="With a flat prior. A risk is what is lost on average by the choice, in the unit of the metric. Looking often at these figures raises the chance of shipping by mistake as it does with any other."
      />
    </Flex>
  </details>
);
