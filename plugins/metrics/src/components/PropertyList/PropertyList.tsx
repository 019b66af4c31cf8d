import { Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './PropertyList.module.css';

export type Property = { readonly label: string; readonly value: ReactNode };

/** Names and values, one per line. */
export const PropertyList = (props: {
  readonly properties: readonly Property[];
}) => (
  <dl className={styles.list}>
    {props.properties.map(({ label, value }) => (
      <div key={label} style={{ display: 'contents' }}>
        <dt>
          <Text color="secondary">{label}</Text>
        </dt>
        <dd>
          <Text>{value}</Text>
        </dd>
      </div>
    ))}
  </dl>
);
