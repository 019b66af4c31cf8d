import { Flex, Text } from '@backstage/ui';
import { fieldElementId } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';

const ProblemsContext = createContext<readonly FieldProblem[]>([]);

/** Gives the fields within their problems. */
export const FieldProblems = ProblemsContext.Provider;

/** All problems of the form around a field. */
export const useFieldProblems = (): readonly FieldProblem[] =>
  useContext(ProblemsContext);

export type PlanFieldProps = {
  /** Path of what is typed here, within the plan or the experiment. */
  readonly path: string;
  readonly children: ReactNode;
  /** Space between several controls. */
  readonly gap?: '1' | '4';
};

/** A control with the problems of its very path below it. */
export const PlanField = ({ path, children, gap = '1' }: PlanFieldProps) => {
  const problems = useFieldProblems().filter(problem => problem.path === path);
  return (
    <Flex id={fieldElementId(path)} direction="column" gap={gap}>
      {children}
      {problems.map(({ message }) => (
        <Text key={message} as="p" variant="body-small" color="danger">
          {message}
        </Text>
      ))}
    </Flex>
  );
};
