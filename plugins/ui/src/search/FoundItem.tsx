import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Link, Text } from '@backstage/ui';
import type { ReactElement } from 'react';
import { StatusBadge } from '../states/StatusBadge';
import type { Tone } from '../states/StatusBadge';
import styles from './FoundItem.module.css';
import { MarkedText } from './MarkedText';
import type { Found } from './search-documents';

const KINDS: Readonly<Record<string, string>> = {
  experiment: 'Experiment',
  flag: 'Flag',
  metric: 'Metric',
  'software-catalog': 'Catalog',
  techdocs: 'Docs',
};

const STATES: Readonly<
  Record<string, { readonly tone: Tone; readonly label: string }>
> = {
  draft: { tone: 'muted', label: 'Draft' },
  live: { tone: 'active', label: 'Live' },
  ended: { tone: 'warning', label: 'Ended' },
  decided: { tone: 'neutral', label: 'Decided' },
  active: { tone: 'active', label: 'Active' },
  off: { tone: 'warning', label: 'Switched off' },
  archived: { tone: 'muted', label: 'Archived' },
};

export type FoundItemProps = Found & { readonly icon?: ReactElement };

const wholeRef = (owner: string): string | undefined => {
  try {
    return stringifyEntityRef(
      parseEntityRef(owner, {
        defaultKind: 'group',
        defaultNamespace: 'default',
      }),
    );
  } catch {
    return undefined;
  }
};

/** The catalog indexes an owner as its file writes it, mostly by name alone. */
const Owner = ({ owner }: { readonly owner: string }) => {
  const ref = wholeRef(owner);
  return ref === undefined ? (
    <>{owner}</>
  ) : (
    <EntityRefLink entityRef={ref} defaultKind="group" hideIcon />
  );
};

/** A search result: what it is, how it stands, whose it is. */
export const FoundItem = (props: FoundItemProps) => {
  const { type, document, highlight, icon } = props;
  const { title, text, location, owner, summary } = document;
  const state = document.state === undefined ? null : STATES[document.state];
  return (
    <article className={styles.item}>
      {icon && (
        <span aria-hidden="true" className={styles.icon}>
          {icon}
        </span>
      )}
      <div className={styles.words}>
        <div className={styles.title}>
          <Link href={location} weight="bold">
            <MarkedText field="title" plain={title} highlight={highlight} />
          </Link>
          {state && <StatusBadge tone={state.tone}>{state.label}</StatusBadge>}
        </div>
        <Text className={styles.summary ?? ''}>
          <MarkedText
            field={summary === undefined ? 'text' : 'summary'}
            plain={summary ?? text}
            highlight={highlight}
          />
        </Text>
        <Text color="secondary" variant="body-small">
          {KINDS[type] ?? type}
          {owner && (
            <>
              {' · '}
              <Owner owner={owner} />
            </>
          )}
        </Text>
      </div>
    </article>
  );
};
