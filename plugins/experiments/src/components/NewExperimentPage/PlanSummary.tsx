import { Flex, Text } from '@backstage/ui';
import type { SampleSizeAnswer } from '@etude/plugin-experiments-common';
import { formatCount, formatNumber, formatPercent } from '@etude/ui';
import type { Problem } from '../../experiment-types';
import { JumpLink } from '../JumpLink';
import { fieldIdOf } from './PlanField';
import type { PlanForm } from './plan-form';
import type { PlanSize } from './use-plan-size';
import styles from './NewExperimentPage.module.css';

export type PlanSummaryProps = {
  readonly form: PlanForm;
  readonly size: PlanSize;
  readonly nameOf: (metricId: string) => string;
};

type Size = NonNullable<SampleSizeAnswer['size']>;

const daysSentence = (days: number | null, planned: number | null): string => {
  if (days === null) {
    return 'How many days that takes is not known: say how many units come per day.';
  }
  const takes = `That takes about ${formatCount(days)} days.`;
  if (planned === null) return takes;
  return days > planned
    ? `${takes} The plan has ${formatCount(planned)}: run longer, or look for a larger effect.`
    : `${takes} The plan has ${formatCount(planned)}, which is enough.`;
};

const SizeFigures = (props: PlanSummaryProps & { readonly of: Size }) => {
  const { of: size, form, nameOf } = props;
  return (
    <>
      <Text as="p" variant="title-small" weight="bold">
        {formatCount(size.requiredUnits)} units
      </Text>
      <Text as="p">
        for the decision, over all variants.{' '}
        {form.source === 'flag' && daysSentence(size.days, form.plannedDays)}
      </Text>
      <table className={styles.figures} aria-label="Units per metric">
        <tbody>
          {size.perMetric.map(({ metricId, units }) => (
            <tr key={metricId}>
              <th scope="row">{nameOf(metricId)}</th>
              <td>{formatCount(units)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Text as="p" variant="body-small" color="secondary">
        Each success metric is tested at{' '}
        {formatNumber(size.design.alphaSuccess)}, each with a power of{' '}
        {formatPercent(size.design.powerPerMetric)}, so that the decision keeps
        its rates.
      </Text>
    </>
  );
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
        {props.problems.map(({ message, path }) => (
          <li key={`${path}:${message}`}>
            {message}{' '}
            {path && <JumpLink to={fieldIdOf(path)}>Go to the field</JumpLink>}
          </li>
        ))}
      </ul>
    </Flex>
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
  if (!answer) return <Text as="p">Calculating…</Text>;
  return (
    <>
      {answer.size && <SizeFigures {...props} of={answer.size} />}
      <Problems title="In the way" problems={answer.problems} />
      <Problems title="Worth knowing" problems={answer.notices} />
    </>
  );
};

/** What the plan costs and what is wrong with it, always in view. */
export const PlanSummary = (props: PlanSummaryProps) => (
  <aside className={styles.summary} aria-label="Summary">
    <Flex direction="column" gap="3">
      <Text as="h3" variant="title-x-small" weight="bold">
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
