import { PlanField } from './PlanField';
import { TypedNumber } from './TypedNumber';
import type { TypedNumberProps } from './TypedNumber';

export type PlanNumberProps = TypedNumberProps & {
  /** Path of the number within the plan or the experiment. */
  readonly path: string;
};

/** A number of the plan, with the problems of its path below it. */
export const PlanNumber = ({ path, ...field }: PlanNumberProps) => (
  <PlanField path={path}>
    <TypedNumber {...field} />
  </PlanField>
);
