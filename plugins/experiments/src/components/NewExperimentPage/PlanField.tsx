import { Flex, Text } from '@backstage/ui';
import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import type { Problem } from '../../experiment-types';

type FieldProblem = Pick<Problem, 'message' | 'path'>;

const ProblemsContext = createContext<readonly FieldProblem[]>([]);

/** Gives the fields within their problems. */
export const FieldProblems = ProblemsContext.Provider;

const plainPath = (path: string): string => path.replace(/^plan\./, '');

/** Id of the field that a problem's path names. */
export const fieldIdOf = (path: string): string =>
  `field-${plainPath(path).replace(/[^A-Za-z0-9]+/g, '-')}`;

export type PlanFieldProps = {
  /** Path of what is typed here, within the plan or the experiment. */
  readonly path: string;
  readonly children: ReactNode;
  /** Space between several controls. */
  readonly gap?: '1' | '4';
};

/** A control with the problems of its path below it. */
export const PlanField = ({ path, children, gap = '1' }: PlanFieldProps) => {
  const problems = useContext(ProblemsContext).filter(
    problem => problem.path !== undefined && plainPath(problem.path) === path,
  );
  return (
    <Flex id={fieldIdOf(path)} direction="column" gap={gap}>
      {children}
      {problems.map(({ message }) => (
        <Text key={message} as="p" variant="body-small" color="danger">
          {message}
        </Text>
      ))}
    </Flex>
  );
};
