import { Flex, Text } from '@backstage/ui';
import type { ReactNode } from 'react';

export type SectionProps = {
  readonly title: string;
  readonly children: ReactNode;
};

/** A part of a tab under its heading. */
export const Section = ({ title, children }: SectionProps) => (
  <Flex direction="column" gap="3" py="4">
    <Text as="h2" variant="title-x-small" weight="bold">
      {title}
    </Text>
    {children}
  </Flex>
);
