import { Text } from '@backstage/ui';
import { structuredPatch } from 'diff';
import styles from './TextDiff.module.css';

export type TextDiffProps = {
  /** What the lines are of, for those who do not see them. */
  readonly label: string;
  /** Empty where there was none. */
  readonly before: string;
  readonly after: string;
};

const CONTEXT_LINES = 3;

type Kind = 'same' | 'removed' | 'added';

const KINDS: Readonly<Record<string, Kind>> = { '-': 'removed', '+': 'added' };
const SIGNS: Readonly<Record<Kind, string>> = {
  same: ' ',
  removed: '−',
  added: '+',
};

// Whether a text ends with a line break is no difference worth a line.
const withEnd = (text: string): string =>
  text === '' || text.endsWith('\n') ? text : `${text}\n`;

const Line = ({ line }: { readonly line: string }) => {
  const kind = KINDS[line.charAt(0)] ?? 'same';
  return (
    <span className={styles[kind]}>{`${SIGNS[kind]} ${line.slice(1)}\n`}</span>
  );
};

/** The lines by which two texts differ, with those around them. */
export const TextDiff = ({ label, before, after }: TextDiffProps) => {
  const { hunks } = structuredPatch(
    'before',
    'after',
    withEnd(before),
    withEnd(after),
    undefined,
    undefined,
    { context: CONTEXT_LINES, stripTrailingCr: true },
  );
  if (hunks.length === 0) {
    return <Text color="secondary">They do not differ.</Text>;
  }
  return (
    <div className={styles.diff} tabIndex={0} role="group" aria-label={label}>
      {hunks.map(({ oldStart, newStart, lines }) => (
        <pre key={`${oldStart} ${newStart}`} className={styles.part}>
          {lines.map((line, row) => (
            <Line key={`${row} ${line}`} line={line} />
          ))}
        </pre>
      ))}
    </div>
  );
};
