import { Card, CardBody, CardHeader, Flex, Link, Text } from '@backstage/ui';
import type { ReactNode } from 'react';

export type HomeCardProps = {
  readonly title: string;
  /** Where all of it is, at the right of the title. */
  readonly more?: { readonly href: string; readonly label: string };
  readonly children: ReactNode;
};

/** A card of the home page with its heading. */
export const HomeCard = ({ title, more, children }: HomeCardProps) => (
  <Card>
    <CardHeader>
      <Flex justify="between" align="baseline" gap="3">
        <Text as="h2" variant="title-x-small" weight="bold">
          {title}
        </Text>
        {more && <Link href={more.href}>{more.label}</Link>}
      </Flex>
    </CardHeader>
    <CardBody>{children}</CardBody>
  </Card>
);
