import { Text } from '@backstage/ui';
import { addedLines, changedParts, lineDiff } from '../../model/line-diff';
import type { DiffLine } from '../../model/line-diff';
import styles from './FlagDiff.module.css';

export type FlagDiffProps = {
  /** Null where there was none. */
  readonly before: object | null;
  readonly after: object;
};

const CONTEXT_LINES = 3;

const SIGNS: Record<DiffLine['kind'], string> = {
  same: ' ',
  removed: '−',
  added: '+',
};

// What changes with every revision says nothing about this one.
const HIDDEN: ReadonlySet<string> = new Set(['etag', 'updatedAt', 'updatedBy']);

const textOf = (record: object): string =>
  JSON.stringify(
    record,
    (key, value: unknown) => (HIDDEN.has(key) ? undefined : value),
    2,
  );

/** The lines by which two revisions differ, as JSON. */
export const FlagDiff = ({ before, after }: FlagDiffProps) => {
  const parts = changedParts(
    before === null
      ? addedLines(textOf(after))
      : lineDiff(textOf(before), textOf(after)),
    CONTEXT_LINES,
  );
  if (parts.length === 0) {
    return <Text color="secondary">They do not differ.</Text>;
  }
  return (
    <div className={styles.diff} tabIndex={0} aria-label="Changes as JSON">
      {parts.map((part, index) => (
        <pre key={`part-${index}`} className={styles.part}>
          {part.map((line, row) => (
            <span key={`${row} ${line.text}`} className={styles[line.kind]}>
              {`${SIGNS[line.kind]} ${line.text}\n`}
            </span>
          ))}
        </pre>
      ))}
    </div>
  );
};
