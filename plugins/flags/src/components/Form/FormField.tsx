import { Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import { fieldElementId } from '../../model/problems';

export type FormFieldProps = {
  /** Path of the field in what is sent: `variants[0].id`. */
  readonly path: string;
  /** Shown below inputs that do not show their own problem. */
  readonly problem?: string | undefined;
  readonly children: ReactNode;
};

/** A field that the list of problems can lead to. */
export const FormField = ({ path, problem, children }: FormFieldProps) => (
  <div id={fieldElementId(path)}>
    {children}
    {problem !== undefined && (
      <Text as="p" variant="body-small" color="danger">
        {problem}
      </Text>
    )}
  </div>
);

/** Props that make an input of Backstage UI show a problem at once. */
export const shownProblem = (message: string | undefined) => ({
  validationBehavior: 'aria' as const,
  validate: () => message ?? null,
});
