import { Container, Link, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './PageFrame.module.css';

/** A fact about what the page shows: `Owner`, with who it is. */
export type PageFact = {
  readonly label: string;
  readonly value: ReactNode;
};

export type PageFrameProps = {
  readonly title: string;
  /** What is here, in a sentence. */
  readonly description?: string;
  /** The list that this is one of. */
  readonly parent?: { readonly label: string; readonly href: string };
  readonly metadata?: readonly PageFact[];
  /** The one primary action, at the right. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
};

const Fact = ({ label, value }: PageFact) => (
  <div className={styles.item}>
    <dt>
      <Text color="secondary">{label}</Text>
    </dt>
    <dd>{typeof value === 'string' ? <Text>{value}</Text> : value}</dd>
  </div>
);

/**
 * A page with its one `main` and its one first heading, which the header of
 * Backstage UI does not have: it titles a page with a second heading, cut off
 * where it is long.
 */
export const PageFrame = (props: PageFrameProps) => {
  const { parent, metadata = [] } = props;
  return (
    <main className={styles.page}>
      <Container>
        <header className={styles.header}>
          {parent && (
            <nav aria-label="Where this is listed">
              <Link href={parent.href} color="secondary" standalone>
                {parent.label}
              </Link>
            </nav>
          )}
          <div className={styles.row}>
            <Text
              as="h1"
              variant="title-small"
              weight="bold"
              className={styles.title ?? ''}
            >
              {props.title}
            </Text>
            {props.actions && (
              <div className={styles.actions}>{props.actions}</div>
            )}
          </div>
          {props.description && (
            <Text as="p" color="secondary" className={styles.description ?? ''}>
              {props.description}
            </Text>
          )}
          {metadata.length > 0 && (
            <dl className={styles.metadata}>
              {metadata.map(fact => (
                <Fact key={fact.label} {...fact} />
              ))}
            </dl>
          )}
        </header>
        {props.children}
      </Container>
    </main>
  );
};
