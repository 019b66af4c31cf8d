import { Flex, Text } from '@backstage/ui';
import { StatusBadge } from '@etude/ui';
import type { Tone } from '@etude/ui';
import type { Analysis } from '../../experiment-types';
import { RECOMMENDATIONS } from '../../experiment-words';
import styles from './Recommendations.module.css';

export type RecommendationsProps = {
  readonly recommendations: Analysis['recommendations'];
  readonly isBrief?: true;
};

type Recommendation = Analysis['recommendations'][number];
type Condition = Recommendation['conditions'][number];
type Words = { readonly tone: Tone; readonly label: string };

const conditionWords = ({ holds }: Condition): Words => {
  if (holds === null) return { tone: 'muted', label: 'Not known yet' };
  return holds
    ? { tone: 'good', label: 'Met' }
    : { tone: 'bad', label: 'Not met' };
};

const Conditions = (props: { readonly of: readonly Condition[] }) => (
  <ul className={styles.conditions}>
    {props.of.map(condition => {
      const { tone, label } = conditionWords(condition);
      return (
        <li key={condition.sentence} className={styles.condition}>
          <StatusBadge tone={tone}>{label}</StatusBadge>
          <Text>{condition.sentence}</Text>
        </li>
      );
    })}
  </ul>
);

/** What the decision rule says of each variant, with its conditions. */
export const Recommendations = (props: RecommendationsProps) => (
  <Flex direction="column" gap="4">
    {props.recommendations.map(recommendation => {
      const { variant, action, sentence, conditions } = recommendation;
      const { tone, label } = RECOMMENDATIONS[action];
      return (
        <Flex key={variant} direction="column" gap="2">
          <StatusBadge tone={tone}>{label}</StatusBadge>
          <Text as="p" variant="body-large" weight="bold">
            {sentence}
          </Text>
          {!props.isBrief && conditions.length > 0 && (
            <Conditions of={conditions} />
          )}
        </Flex>
      );
    })}
  </Flex>
);
