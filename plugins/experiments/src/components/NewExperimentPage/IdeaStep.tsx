import { TextAreaField, TextField } from '@backstage/ui';
import { EntitySelect, OwnerSelect } from '@etude/ui';
import { PlanField, useFieldProblems } from './PlanField';
import type { StepProps } from './step-props';

/** What is tested, why, and who answers for it. */
export const IdeaStep = ({ form, change }: StepProps) => {
  const problems = useFieldProblems();
  return (
    <>
      <PlanField path="name">
        <TextField
          label="Name"
          value={form.name}
          onChange={name => change({ name })}
        />
      </PlanField>
      <PlanField path="hypothesis">
        <TextAreaField
          label="Hypothesis"
          description="What you change, what you expect, and why."
          placeholder="A later gate keeps players longer, because they are warmed up."
          value={form.hypothesis}
          onChange={hypothesis => change({ hypothesis })}
        />
      </PlanField>
      <OwnerSelect
        description="The team that launches, ends and decides."
        value={form.owner}
        onChange={owner => change({ owner })}
        problems={problems}
      />
      <EntitySelect
        path="componentRef"
        kind="Component"
        label="Component"
        description="Optional. The experiment then shows on its page."
        noneLabel="None"
        value={form.componentRef}
        onChange={componentRef => change({ componentRef })}
        problems={problems}
      />
      <PlanField path="surface">
        <TextField
          label="Surface"
          description="Optional. Where people meet the change, such as checkout."
          value={form.surface}
          onChange={surface => change({ surface })}
        />
      </PlanField>
    </>
  );
};
