import { Alert } from '@backstage/ui';
import type { Problem } from '../../experiment-types';
import { JumpLink } from '../JumpLink';

export type ProblemListProps = {
  readonly title: string;
  readonly problems: readonly Pick<Problem, 'message' | 'path'>[];
  /** Id of the control a problem is about, to link there. */
  readonly fieldId?: (path: string) => string | undefined;
};

/** Every problem at once, each with a link to the field that mends it. */
export const ProblemList = (props: ProblemListProps) => {
  if (props.problems.length === 0) return null;
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={props.title}
      description={
        <ul style={{ margin: 0, paddingInlineStart: '1.2em' }}>
          {props.problems.map((problem, index) => {
            const id = problem.path && props.fieldId?.(problem.path);
            return (
              <li key={`${problem.path ?? ''}:${index}`}>
                {problem.message}{' '}
                {id && <JumpLink to={id}>Go to the field</JumpLink>}
              </li>
            );
          })}
        </ul>
      }
    />
  );
};
