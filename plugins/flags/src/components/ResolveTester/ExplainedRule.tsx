import { Flex, Text } from '@backstage/ui';
import type {
  CriterionExplanation,
  RuleExplanation,
  SegmentExplanation,
} from '@etude/plugin-flags-common';
import { StatusBadge, formatCount } from '@etude/ui';
import {
  contextValueText,
  criterionText,
  lastPart,
  outcomeWord,
  ruleOutcomeWord,
} from '../../model/explanation-words';
import styles from './ResolveTester.module.css';

export type ExplainedRuleProps = {
  readonly rule: RuleExplanation;
  /** From 1. */
  readonly position: number;
  readonly name: string;
};

const ExplainedCriterion = (props: {
  readonly criterion: CriterionExplanation;
}) => {
  const { criterion } = props;
  const { tone, word } = outcomeWord(criterion.outcome);
  return (
    <li>
      <Flex gap="2" align="baseline" style={{ flexWrap: 'wrap' }}>
        <Text>{criterionText(criterion)}</Text>
        <StatusBadge tone={tone}>{word}</StatusBadge>
        {!criterion.segment && (
          <Text variant="body-small" color="secondary">
            the context has: {contextValueText(criterion)}
          </Text>
        )}
      </Flex>
      {criterion.segment && <ExplainedSegment segment={criterion.segment} />}
    </li>
  );
};

const ExplainedSegment = (props: { readonly segment: SegmentExplanation }) => {
  const { segment } = props;
  const population =
    segment.populationBucket === null
      ? null
      : `Population bucket ${formatCount(segment.populationBucket)} of 1,000,000 is ${segment.inPopulation === true ? '' : 'not '}in the segment.`;
  return (
    <div className={styles.segment}>
      <Text variant="body-small" color="secondary">
        Segment {lastPart(segment.segment)}
      </Text>
      <ul className={styles.list}>
        {segment.criteria.map(criterion => (
          <ExplainedCriterion key={criterion.name} criterion={criterion} />
        ))}
        {population !== null && (
          <li>
            <Text>{population}</Text>
          </li>
        )}
      </ul>
    </div>
  );
};

const Details = ({ rule }: { readonly rule: RuleExplanation }) => (
  <Flex direction="column" gap="2">
    {rule.unit !== null && (
      <Text>
        Unit <code>{rule.unit}</code>, read from{' '}
        <code>{rule.selector === '' ? 'targeting_key' : rule.selector}</code>
        {rule.bucket === null
          ? '.'
          : `: bucket ${formatCount(rule.bucket)} of ${formatCount(rule.bucketCount)}.`}
      </Text>
    )}
    {rule.segment && <ExplainedSegment segment={rule.segment} />}
  </Flex>
);

/** One rule: how far it came, why, and on request every condition of it. */
export const ExplainedRule = ({ rule, position, name }: ExplainedRuleProps) => {
  const { tone, word } = ruleOutcomeWord(rule.outcome);
  const hasDetails = rule.unit !== null || rule.segment !== null;
  return (
    <li aria-label={`Rule ${position}: ${name}`}>
      <Flex direction="column" gap="1">
        <Flex gap="2" align="center">
          <Text color="secondary">{position}</Text>
          <Text weight="bold">{name}</Text>
          <StatusBadge tone={tone}>{word}</StatusBadge>
        </Flex>
        <Text>{rule.sentence}</Text>
        {hasDetails && (
          <details className={styles.details}>
            <summary>Conditions and buckets</summary>
            <Details rule={rule} />
          </details>
        )}
      </Flex>
    </li>
  );
};
