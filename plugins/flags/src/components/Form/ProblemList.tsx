import { Alert } from '@backstage/ui';
import { useEffect, useRef } from 'react';
import { fieldElementId } from '../../model/problems';
import type { FieldProblem } from '../../model/problems';
import styles from './Form.module.css';

export type ProblemListProps = {
  /** What cannot be done: "The flag cannot be created yet". */
  readonly title: string;
  readonly problems: readonly FieldProblem[];
  /** Counts how often the form was sent, to lead back here each time. */
  readonly attempt?: number;
};

const parentOf = (path: string): string | undefined => {
  const end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
  return end > 0 ? path.slice(0, end) : undefined;
};

const holderOf = (path: string): HTMLElement | undefined => {
  for (let at: string | undefined = path; at !== undefined; at = parentOf(at)) {
    const holder = document.getElementById(fieldElementId(at));
    if (holder) return holder;
  }
  return undefined;
};

const goTo = (path: string): void => {
  const holder = holderOf(path);
  holder
    ?.querySelector<HTMLElement>('input:not([type=hidden]), textarea, button')
    ?.focus();
};

// Validation goes on while typing, and must not take the focus away from it.
const isTyping = (): boolean =>
  document.activeElement?.matches('input, textarea') === true;

const ProblemEntry = ({ path, message }: FieldProblem) =>
  path === undefined ? (
    <>{message}</>
  ) : (
    <button
      type="button"
      className={styles.problemLink}
      onClick={() => goTo(path)}
    >
      {message}
    </button>
  );

/** All that is wrong with a form, each leading to its field. */
export const ProblemList = (props: ProblemListProps) => {
  const { title, problems, attempt } = props;
  const messages = problems.map(({ message }) => message).join('\n');
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (messages !== '' && !isTyping()) top.current?.focus();
  }, [messages, attempt]);
  if (problems.length === 0) return null;
  return (
    <div ref={top} tabIndex={-1} role="alert" className={styles.problems}>
      <Alert
        status="danger"
        icon
        title={title}
        description={
          <ul className={styles.problemItems}>
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
