import { Skeleton, Text } from '@backstage/ui';
import { PlanCost } from '../PlanCost';
import { planOf } from './plan-form';
import type { StepProps } from './step-props';
import styles from './NewExperimentPage.module.css';

const Content = ({ form, size, nameOf }: StepProps) => {
  if (form.metrics.length === 0) {
    return (
      <Text as="p" color="secondary">
        What each design costs appears here once a metric is chosen.
      </Text>
    );
  }
  const { answer } = size;
  if (!answer) {
    return size.failure ? (
      <Text as="p" color="secondary">
        The prices could not be calculated; the summary says why.
      </Text>
    ) : (
      <Skeleton width="100%" height={200} />
    );
  }
  return answer.size ? (
    <PlanCost size={answer.size} plan={planOf(form)} nameOf={nameOf} />
  ) : (
    <Text as="p" color="secondary">
      What each design costs appears here once nothing is in the way; the
      summary lists what is.
    </Text>
  );
};

/** What the choices above cost, and what the plan could find. */
export const PriceSection = (props: StepProps) => (
  <section
    id="price"
    className={styles.step}
    aria-label="What this plan costs and finds"
  >
    <Text as="h2" variant="title-x-small" weight="bold">
      What this plan costs and finds
    </Text>
    <div className={styles.live} aria-busy={props.size.isUpdating}>
      <Content {...props} />
    </div>
  </section>
);
