import { Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import { fieldElementId, problemAt } from './field-problems';
import type { FieldProblem } from './field-problems';

export type FormFieldProps = {
  /** Path of the field in what is sent: `filters[0].value`. */
  readonly path: string;
  /**
   * All problems of the form; those of this path are shown below it. Left out
   * around inputs that show their own problem.
   */
  readonly problems?: readonly FieldProblem[];
  readonly children: ReactNode;
};

/** A field that shows its problems and that {@link ProblemList} leads to. */
export const FormField = ({
  path,
  problems = [],
  children,
}: FormFieldProps) => {
  const problem = problemAt(problems, path);
  return (
    <div id={fieldElementId(path)}>
      {children}
      {problem !== undefined && (
        <Text as="p" variant="body-small" color="danger">
          {problem}
        </Text>
      )}
    </div>
  );
};
