import styles from './SqlText.module.css';

export type SqlTextProps = {
  readonly sql: string;
  /** What the SQL is, for those who do not see it. */
  readonly label: string;
};

/** SQL as it ran, to read and to copy. */
export const SqlText = ({ sql, label }: SqlTextProps) => (
  // Focusable, so that it scrolls by keyboard.
  <pre className={styles.sql} role="region" tabIndex={0} aria-label={label}>
    {sql}
  </pre>
);
