import { Flex, Skeleton, Text } from '@backstage/ui';
import { fieldElementId } from '@etude/ui';
import type { Problem } from '../../experiment-types';
import { JumpLink } from '../JumpLink';
import { fieldPathOf } from './field-path';
import type { PlanForm } from './plan-form';
import type { PlanSize } from './use-plan-size';
import { SummaryFigures } from './SummaryFigures';
import styles from './NewExperimentPage.module.css';

export type PlanSummaryProps = {
  readonly form: PlanForm;
  readonly size: PlanSize;
  readonly nameOf: (metricId: string) => string;
};

const Problems = (props: {
  readonly title: string;
  readonly problems: readonly Problem[];
}) =>
  props.problems.length === 0 ? null : (
    <Flex direction="column" gap="1">
      <Text as="p" weight="bold">
        {props.title}
      </Text>
      <ul className={styles.problems}>
        {props.problems.map(({ message, path }) => {
          const field = fieldPathOf(path);
          return (
            <li key={`${path}:${message}`}>
              {message}{' '}
              {field && (
                <JumpLink to={fieldElementId(field)}>Go to the field</JumpLink>
              )}
            </li>
          );
        })}
      </ul>
    </Flex>
  );

const Calculating = () => (
  <>
    <Text as="p">Calculating…</Text>
    <Skeleton width="60%" height={24} />
    <Skeleton width="100%" height={16} />
    <Skeleton width="100%" height={16} />
  </>
);

const Figures = (props: PlanSummaryProps) => {
  const { answer } = props.size;
  if (props.form.metrics.length === 0) {
    return (
      <Text as="p" color="secondary">
        Choose a success metric and the smallest effect worth finding, and the
        units needed appear here.
      </Text>
    );
  }
  if (!answer) return props.size.failure ? null : <Calculating />;
  return (
    <>
      {answer.size && (
        <SummaryFigures
          form={props.form}
          nameOf={props.nameOf}
          size={answer.size}
        />
      )}
      <Problems title="In the way" problems={answer.problems} />
      <Problems title="Worth knowing" problems={answer.notices} />
    </>
  );
};

/** What the plan costs and what is wrong with it, always in view. */
export const PlanSummary = (props: PlanSummaryProps) => (
  <aside className={styles.summary} aria-label="Summary">
    <Flex direction="column" gap="3">
      <Text as="h2" variant="title-x-small" weight="bold">
        Units needed
      </Text>
      <div
        aria-live="polite"
        aria-busy={props.size.isUpdating}
        className={styles.live}
      >
        <Figures {...props} />
      </div>
      {props.size.failure && (
        <Text as="p" color="danger">
          The units could not be calculated: {props.size.failure.message}
        </Text>
      )}
    </Flex>
  </aside>
);
