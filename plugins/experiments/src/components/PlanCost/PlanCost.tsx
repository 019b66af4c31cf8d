import { Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import type { ExperimentPlan } from '../../experiment-types';
import type { PlanSizeFigures } from './plan-size-figures';
import { PowerCurves } from './PowerCurves';
import { PriceTable } from './PriceTable';
import { SensitivityTable } from './SensitivityTable';
import styles from './PlanCost.module.css';

export type PlanCostProps = {
  readonly size: PlanSizeFigures;
  readonly plan: Pick<ExperimentPlan, 'design' | 'metrics'>;
  readonly nameOf: (metricId: string) => string;
};

const Part = (props: {
  readonly title: string;
  readonly reason: string;
  readonly children: ReactNode;
}) => (
  <section className={styles.part} aria-label={props.title}>
    <Text as="h3" variant="body-large" weight="bold">
      {props.title}
    </Text>
    <Text as="p" color="secondary">
      {props.reason}
    </Text>
    {props.children}
  </section>
);

/** What the choices of a plan cost, and what it could find. */
export const PlanCost = ({ size, plan, nameOf }: PlanCostProps) => (
  <div className={styles.parts}>
    {size.prices.length > 0 && (
      <Part
        title="Price of each design"
        reason={`For the same rates of the decision, over all variants.${
          size.days === null
            ? ' Days are not known, because nobody knows yet how many units come per day.'
            : ''
        }`}
      >
        <PriceTable prices={size.prices} design={plan.design} />
      </Part>
    )}
    {size.powerCurves.length > 0 && (
      <Part
        title="Power"
        reason="With the units of this plan; effects count in the good direction, as a share of the control's mean."
      >
        <PowerCurves size={size} metrics={plan.metrics} nameOf={nameOf} />
      </Part>
    )}
    {size.sensitivity.length > 0 && (
      <Part
        title="Sensitivity"
        reason={
          plan.design.kind === 'fixed-width'
            ? 'What narrower or wider intervals would take.'
            : 'What finding smaller or larger changes would take.'
        }
      >
        <SensitivityTable
          points={size.sensitivity}
          design={plan.design}
          nameOf={nameOf}
        />
      </Part>
    )}
  </div>
);
