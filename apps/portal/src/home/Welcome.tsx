import { Link } from '@backstage/core-components';
import { Flex, Text } from '@backstage/ui';

const STEPS = [
  {
    to: '/experiments',
    title: 'See what is being tested',
    text: 'Live experiments, how healthy they are and what they recommend.',
  },
  {
    to: '/flags',
    title: 'Put a change behind a flag',
    text: 'Create a flag with two variants and resolve it with any OpenFeature SDK.',
  },
  {
    to: '/learning',
    title: 'Look at what was learned',
    text: 'Learning rate, wins and regressions caught, by team and quarter.',
  },
  {
    to: '/create',
    title: 'Start a service the golden way',
    text: 'A template that scaffolds a service wired to the flag SDK.',
  },
];

/** First steps, for people who open the portal for the first time. */
export const Welcome = () => (
  <Flex direction="column" gap="3">
    {STEPS.map(step => (
      <Flex key={step.to} direction="column" gap="1">
        <Link to={step.to}>
          <Text weight="bold">{step.title}</Text>
        </Link>
        <Text color="secondary">{step.text}</Text>
      </Flex>
    ))}
  </Flex>
);
