import { Flex, Text } from '@backstage/ui';
import { LoadedView, PersonLink, Timestamp } from '@etude/ui';
import type { UseLoaded } from '@etude/ui';
import type { ReactNode } from 'react';
import styles from './VersionHistory.module.css';

type Version = { readonly since: string; readonly by: string };

export type VersionHistoryProps<V extends Version> = {
  /** Latest first. */
  readonly versions: UseLoaded<readonly V[]>;
  readonly keyOf: (version: V) => string | number;
  /** Above who made it and when; none when left out. */
  readonly title?: (version: V) => string;
  /** What it changed of the one before, which is undefined for the first. */
  readonly children: (version: V, before: V | undefined) => ReactNode;
};

/** The versions of a definition: who made each, when, and what it changed. */
export const VersionHistory = <V extends Version>({
  versions,
  keyOf,
  title,
  children,
}: VersionHistoryProps<V>) => (
  <LoadedView {...versions} what="the history">
    {all => (
      <ol className={styles.versions} aria-label="Versions, latest first">
        {all.map((version, index) => (
          <li key={keyOf(version)}>
            <Flex direction="column" gap="2">
              {title && (
                <Text as="h2" variant="title-x-small" weight="bold">
                  {title(version)}
                </Text>
              )}
              <Text as="p" color="secondary">
                <Timestamp at={version.since} /> by{' '}
                <PersonLink actor={version.by} />
              </Text>
              {children(version, all[index + 1])}
            </Flex>
          </li>
        ))}
      </ol>
    )}
  </LoadedView>
);
