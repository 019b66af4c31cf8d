import { Card, CardBody, Flex, Text } from '@backstage/ui';
import type { FlagExplanation, FlagRecord } from '@etude/plugin-flags-common';
import { StatusBadge, Timestamp } from '@etude/ui';
import { lastPart } from '../../model/explanation-words';
import { ExplainedRule } from './ExplainedRule';
import styles from './ResolveTester.module.css';

export type ExplanationProps = {
  readonly flag: FlagRecord;
  readonly explanation: FlagExplanation;
  /** The time it is about, ISO 8601. */
  readonly at: string;
  readonly revision: number;
};

const nameOf = (flag: FlagRecord, rule: string): string =>
  flag.rules.find(({ id }) => id === lastPart(rule))?.name ?? lastPart(rule);

// The explanation knows rules by id, people know them by place and name.
const decisionWords = (
  flag: FlagRecord,
  { rules, sentence }: FlagExplanation,
): string => {
  const index = rules.findIndex(({ outcome }) => outcome === 'matched');
  const decider = rules[index];
  return decider
    ? `Rule ${index + 1}, ${nameOf(flag, decider.rule)}, decides.`
    : sentence;
};

const Result = ({ flag, explanation, at, revision }: ExplanationProps) => (
  <Card>
    <CardBody>
      <Flex direction="column" gap="3">
        <Text as="h2" variant="title-x-small" weight="bold">
          {explanation.variant === null
            ? 'The default in the code'
            : lastPart(explanation.variant)}
        </Text>
        <Text>{decisionWords(flag, explanation)}</Text>
        {explanation.value !== null && (
          <pre className={styles.value} aria-label="Value" tabIndex={0}>
            {JSON.stringify(explanation.value, null, 2)}
          </pre>
        )}
        <Text variant="body-small" color="secondary">
          Revision {revision}
          {String(revision) === flag.etag ? ', the present one' : ''},{' '}
          <Timestamp at={at} />
        </Text>
      </Flex>
    </CardBody>
  </Card>
);

const Prerequisites = ({ prerequisites }: FlagExplanation) => (
  <ul className={styles.list} aria-label="Prerequisites">
    {prerequisites.map(({ flag, variants, variant, isMet }) => (
      <li key={flag}>
        <StatusBadge tone={isMet ? 'good' : 'neutral'}>
          {`Flag ${lastPart(flag)} has to give ${variants.map(lastPart).join(' or ')}; it gives ${variant === null ? 'no variant' : lastPart(variant)}.`}
        </StatusBadge>
      </li>
    ))}
  </ul>
);

/** What a flag gives a context, and what each part of it said to that. */
export const Explanation = (props: ExplanationProps) => {
  const { explanation, flag } = props;
  return (
    <Flex direction="column" gap="4">
      <Result {...props} />
      {explanation.prerequisites.length > 0 && (
        <Prerequisites {...explanation} />
      )}
      <ol className={styles.list} aria-label="Rules in order">
        {explanation.rules.map((rule, index) => (
          <ExplainedRule
            key={rule.rule}
            rule={rule}
            position={index + 1}
            name={nameOf(flag, rule.rule)}
          />
        ))}
      </ol>
    </Flex>
  );
};
