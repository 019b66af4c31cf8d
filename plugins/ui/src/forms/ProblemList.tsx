import { Alert } from '@backstage/ui';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { controlAt } from './field-problems';
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

const isTyping = (): boolean =>
  document.activeElement?.matches('input, textarea') === true;

// Fields come and go with what is chosen elsewhere on the page.
const onPageChange = (notify: () => void): (() => void) => {
  const observer = new MutationObserver(notify);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => observer.disconnect();
};

const ProblemEntry = ({ path, message }: FieldProblem) => {
  const hasField = useSyncExternalStore(
    onPageChange,
    () => path !== undefined && controlAt(path) !== undefined,
  );
  return path === undefined || !hasField ? (
    <>{message}</>
  ) : (
    <button
      type="button"
      className={styles.link}
      onClick={() => controlAt(path)?.focus()}
    >
      {message}
    </button>
  );
};

/**
 * All that is wrong with a form or with what it refuses, each leading to its
 * field where that is on the page.
 */
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
