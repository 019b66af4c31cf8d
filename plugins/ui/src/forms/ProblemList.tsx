import { Alert } from '@backstage/ui';
import { useEffect, useRef } from 'react';
import { fieldElementId } from './field-problems';
import type { FieldProblem } from './field-problems';
import styles from './ProblemList.module.css';

export type ProblemListProps = {
  /** What cannot be done: "The metric cannot be saved yet". */
  readonly title: string;
  readonly problems: readonly FieldProblem[];
  /**
   * Counts how often a form that is checked while it is filled in was sent:
   * each time leads back here, but what appears while typing does not.
   */
  readonly attempt?: number;
};

const parentOf = (path: string): string | undefined => {
  const end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
  return end > 0 ? path.slice(0, end) : undefined;
};

const goTo = (path: string): void => {
  let at: string | undefined = path;
  while (at !== undefined) {
    const holder = document.getElementById(fieldElementId(at));
    if (holder) {
      holder
        .querySelector<HTMLElement>('input:not([type=hidden]),textarea,button')
        ?.focus();
      return;
    }
    at = parentOf(at);
  }
};

const isTyping = (): boolean =>
  document.activeElement?.matches('input, textarea') === true;

const ProblemEntry = ({ path, message }: FieldProblem) =>
  path === undefined ? (
    <>{message}</>
  ) : (
    <button type="button" className={styles.link} onClick={() => goTo(path)}>
      {message}
    </button>
  );

/** All that is wrong with a form, each leading to its field. */
export const ProblemList = ({ title, problems, attempt }: ProblemListProps) => {
  const top = useRef<HTMLDivElement>(null);
  const hasProblems = problems.length > 0;
  useEffect(() => {
    if (hasProblems && (attempt === undefined || !isTyping())) {
      top.current?.focus();
    }
  }, [hasProblems, attempt]);
  if (!hasProblems) return null;
  return (
    <div ref={top} tabIndex={-1} role="alert" className={styles.problems}>
      <Alert
        status="danger"
        icon
        title={title}
        description={
          <ul className={styles.items}>
            {problems.map(problem => (
              <li key={`${problem.path} ${problem.message}`}>
                <ProblemEntry {...problem} />
              </li>
            ))}
          </ul>
        }
      />
    </div>
  );
};
