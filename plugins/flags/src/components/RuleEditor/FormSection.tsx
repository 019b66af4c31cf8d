import { Flex, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './RuleEditor.module.css';

export type FormSectionProps = {
  readonly title: string;
  readonly children: ReactNode;
};

/** A titled part of a long form. */
export const FormSection = ({ title, children }: FormSectionProps) => (
  <fieldset className={styles.section}>
    <Text as="legend" weight="bold">
      {title}
    </Text>
    <Flex direction="column" gap="3">
      {children}
    </Flex>
  </fieldset>
);
