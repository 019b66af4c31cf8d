import { Flex, Link, Text } from '@backstage/ui';
import { HomeCard } from './HomeCard';

const STEPS = [
  {
    href: '/experiments',
    title: 'See what is being tested',
    text: 'Live experiments, how healthy they are and what they recommend.',
  },
  {
    href: '/flags/new',
    title: 'Put a change behind a flag',
    text: 'Two variants, resolved with any OpenFeature SDK.',
  },
  {
    href: '/learning',
    title: 'Look at what was learned',
    text: 'Wins, regressions caught and lost learnings, by team and quarter.',
  },
  {
    href: '/create',
    title: 'Start a service the golden way',
    text: 'A template that scaffolds a service wired to the flag SDK.',
  },
];

/** What to do first, for people who are new. */
export const FirstSteps = () => (
  <HomeCard title="New here?">
    <Flex direction="column" gap="3">
      {STEPS.map(({ href, title, text }) => (
        <Flex key={href} direction="column" gap="0.5">
          <Link href={href} weight="bold">
            {title}
          </Link>
          <Text color="secondary">{text}</Text>
        </Flex>
      ))}
    </Flex>
  </HomeCard>
);
