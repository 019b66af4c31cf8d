import { ButtonLink, Flex, Text } from '@backstage/ui';
import { PageFrame } from '@etude/ui';

/** A page for addresses that lead nowhere. */
export const NotFound = () => (
  <PageFrame title="There is no page here">
    <Flex direction="column" align="start" gap="4">
      <Text color="secondary">
        The address may be mistyped, or what was here has been removed. Search
        for it, or start again from home.
      </Text>
      <Flex gap="2">
        <ButtonLink href="/">Go home</ButtonLink>
        <ButtonLink variant="secondary" href="/search">
          Search
        </ButtonLink>
      </Flex>
    </Flex>
  </PageFrame>
);
