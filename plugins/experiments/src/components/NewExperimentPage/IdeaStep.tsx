import { Select, TextAreaField, TextField } from '@backstage/ui';
import { useCatalogOptions } from '../../hooks/use-catalog-options';
import type { CatalogOption } from '../../hooks/use-catalog-options';
import type { StepProps } from './step-props';
import { PlanField } from './PlanField';

const NONE = 'none';

const optionsWith = (
  options: readonly CatalogOption[],
  chosen: string,
): readonly CatalogOption[] =>
  chosen === '' || options.some(({ id }) => id === chosen)
    ? options
    : [...options, { id: chosen, label: chosen }];

/** What is tested, why, and who answers for it. */
export const IdeaStep = ({ form, change }: StepProps) => {
  const groups = useCatalogOptions('Group').loaded;
  const components = useCatalogOptions('Component').loaded;
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
      <PlanField path="owner">
        <Select
          label="Owner"
          description="The team that launches, ends and decides."
          search
          options={optionsWith(
            groups.state === 'loaded' ? groups.value : [],
            form.owner,
          )}
          value={form.owner || null}
          onChange={key => change({ owner: key === null ? '' : String(key) })}
        />
      </PlanField>
      <PlanField path="componentRef">
        <Select
          label="Component"
          description="Optional. The experiment then shows on its page."
          search
          options={[
            { id: NONE, label: 'None' },
            ...optionsWith(
              components.state === 'loaded' ? components.value : [],
              form.componentRef,
            ),
          ]}
          value={form.componentRef || NONE}
          onChange={key =>
            change({
              componentRef: key === null || key === NONE ? '' : String(key),
            })
          }
        />
      </PlanField>
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
