import { Flex, Text } from '@backstage/ui';
import { StatusBadge } from '@etude/ui';
import type { Tone } from '@etude/ui';
import type { Analysis } from '../../experiment-types';

export type RecommendationsProps = {
  readonly recommendations: Analysis['recommendations'];
  readonly isBrief?: true;
};

const CONDITION: Record<
  string,
  { readonly tone: Tone; readonly label: string }
> = {
  true: { tone: 'good', label: 'Holds' },
  false: { tone: 'bad', label: 'Does not hold' },
  null: { tone: 'muted', label: 'Not known yet' },
};

/** What the decision rule says of each variant, with its conditions. */
export const Recommendations = (props: RecommendationsProps) => (
  <Flex direction="column" gap="4">
    {props.recommendations.map(({ variant, sentence, conditions }) => (
      <Flex key={variant} direction="column" gap="2">
        <Text as="p" variant="body-large" weight="bold">
          {sentence}
        </Text>
        {!props.isBrief &&
          conditions.map(condition => {
            const words = CONDITION[String(condition.holds)];
            return (
              <Flex key={condition.sentence} align="center" gap="2">
                <StatusBadge tone={words?.tone ?? 'muted'}>
                  {words?.label ?? 'Not known yet'}
                </StatusBadge>
                <Text>{condition.sentence}</Text>
              </Flex>
            );
          })}
      </Flex>
    ))}
  </Flex>
);
