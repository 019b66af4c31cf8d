import { formatPercent, LineChart } from '@etude/ui';
import { Text } from '@backstage/ui';
import type { PlannedMetric } from '../../experiment-types';
import type { PlanSizeFigures } from './plan-size-figures';
import styles from './PlanCost.module.css';

export type PowerCurvesProps = {
  readonly size: PlanSizeFigures;
  readonly metrics: readonly PlannedMetric[];
  readonly nameOf: (metricId: string) => string;
};

type Curve = PlanSizeFigures['powerCurves'][number];

const TESTS: Record<
  Curve['test'],
  {
    readonly xLabel: string;
    readonly target: string;
    readonly question: string;
  }
> = {
  superiority: {
    xLabel: 'True effect',
    target: 'MDE',
    question: 'Chance to find an effect, by its size',
  },
  'non-inferiority': {
    xLabel: 'Margin',
    target: 'Margin',
    question: 'Chance to show safety if nothing moved, by margin',
  },
};

const PowerCurve = (
  props: PowerCurvesProps & {
    readonly curve: Curve;
  },
) => {
  const { curve, size, metrics, nameOf } = props;
  const { metricId, test, points } = curve;
  const metric = metrics.find(one => one.metricId === metricId);
  const target =
    test === 'superiority' ? metric?.mdeRelative : metric?.nimRelative;
  const planned = size.perMetric.find(one => one.metricId === metricId)?.power;
  const words = TESTS[test];
  return (
    <div className={styles.curve}>
      <Text as="h3" variant="body-medium" weight="bold">
        {nameOf(metricId)}
      </Text>
      <Text as="p" variant="body-small" color="secondary">
        {words.question}
      </Text>
      <LineChart
        title={`Power of ${nameOf(metricId)}`}
        series={[
          {
            name: 'Power',
            points: points.map(point => ({
              x: point.effectRelative,
              y: point.power,
            })),
          },
        ]}
        xLabel={words.xLabel}
        formatX={formatPercent}
        formatY={formatPercent}
        yDomain={[0, 1]}
        marks={
          target === undefined
            ? []
            : [
                {
                  x: target,
                  label: `${words.target} ${formatPercent(target)}`,
                },
              ]
        }
        levels={
          planned === undefined
            ? []
            : [{ y: planned, label: `${formatPercent(planned)} planned` }]
        }
        width={360}
        height={200}
      />
    </div>
  );
};

/** Power by true effect or margin, with the units of the plan. */
export const PowerCurves = (props: PowerCurvesProps) => (
  <div className={styles.curves}>
    {props.size.powerCurves.map(curve => (
      <PowerCurve
        key={`${curve.metricId}:${curve.test}`}
        {...props}
        curve={curve}
      />
    ))}
  </div>
);
