import { Button, Flex, Text } from '@backstage/ui';
import { ProblemList, useSessionDraft } from '@etude/ui';
import { useEffect, useRef } from 'react';
import type { ComponentType } from 'react';
import type { Experiment } from '../../experiment-types';
import { JumpLink } from '../JumpLink';
import { AudienceStep } from './AudienceStep';
import { ConflictNotice } from './ConflictNotice';
import { DesignStep } from './DesignStep';
import { IdeaStep } from './IdeaStep';
import { MetricsStep } from './MetricsStep';
import type { PlanForm } from './plan-form';
import { FieldProblems } from './PlanField';
import { PlanSummary } from './PlanSummary';
import { PriceSection } from './PriceSection';
import type { StepProps } from './step-props';
import type { PlanChoices } from './use-plan-choices';
import { usePlanSize } from './use-plan-size';
import type { PlanSize } from './use-plan-size';
import { useSavePlan } from './use-save-plan';
import { VariantsStep } from './VariantsStep';
import styles from './NewExperimentPage.module.css';

export type PlanEditorProps = {
  readonly choices: PlanChoices;
  /** The draft to change; a new one is created without it. */
  readonly draft: Experiment | undefined;
  readonly initial: PlanForm;
  /** Asked when what somebody else saved is to be shown instead. */
  readonly onOutdated: () => void;
};

const STEPS: readonly {
  readonly id: string;
  readonly title: string;
  readonly Fields: ComponentType<StepProps>;
}[] = [
  { id: 'idea', title: 'Idea', Fields: IdeaStep },
  { id: 'variants', title: 'Flag and variants', Fields: VariantsStep },
  { id: 'audience', title: 'Audience', Fields: AudienceStep },
  { id: 'metrics', title: 'Metrics', Fields: MetricsStep },
  { id: 'design', title: 'Design', Fields: DesignStep },
];

const METRIC_PATH = /^plan\.metrics\[(\d+)\]$/;

const withoutHistory = (form: PlanForm, size: PlanSize): readonly string[] =>
  (size.answer?.problems ?? []).flatMap(({ path }) => {
    const index = METRIC_PATH.exec(path ?? '')?.[1];
    const row = index === undefined ? undefined : form.metrics[Number(index)];
    return row ? [row.metricId] : [];
  });

const StepNav = () => (
  <nav aria-label="Steps">
    <ol className={styles.steps}>
      {STEPS.map(({ id, title }, index) => (
        <li key={id}>
          <JumpLink to={id}>
            {index + 1}. {title}
          </JumpLink>
        </li>
      ))}
    </ol>
  </nav>
);

const Steps = (step: StepProps) =>
  STEPS.map(({ id, title, Fields }, index) => (
    <section key={id} id={id} className={styles.step} aria-label={title}>
      <Text as="h2" variant="title-x-small" weight="bold">
        {index + 1}. {title}
      </Text>
      <div className={styles.fields}>
        <Fields {...step} />
      </div>
    </section>
  ));

const SaveNote = ({ size }: { readonly size: PlanSize }) =>
  size.isSettling ? (
    <div role="status">
      <Text as="p" variant="body-small">
        It is saved with the units needed, which are still being calculated.
      </Text>
      <Button variant="secondary" size="small" onPress={size.doWithout}>
        Save without them
      </Button>
    </div>
  ) : (
    <Text as="p" variant="body-small" color="secondary">
      This saves a draft. Nobody is served anything until it is launched.
    </Text>
  );

/** Five short steps with what the plan costs beside them. */
export const PlanEditor = (props: PlanEditorProps) => {
  const { choices, draft, initial } = props;
  const {
    draft: form,
    change,
    forget,
  } = useSessionDraft(
    `etude.plan.${draft ? `${draft.id}.${draft.etag}` : 'new'}`,
    initial,
  );
  const size = usePlanSize(form);
  const save = useSavePlan(draft, forget);
  const top = useRef<HTMLDivElement>(null);
  const isRefused = save.problems.length > 0 || save.conflict !== undefined;
  useEffect(() => {
    if (isRefused) top.current?.scrollIntoView();
  }, [isRefused]);
  const step: StepProps = {
    form,
    change: changes => {
      save.dismiss(Object.keys(changes));
      change(changes);
    },
    choices,
    size,
    withoutHistory: withoutHistory(form, size),
    nameOf: metricId =>
      choices.metrics.find(({ id }) => id === metricId)?.name ?? metricId,
  };
  return (
    <FieldProblems value={save.problems}>
      <form
        aria-label={draft ? 'Edit plan' : 'New experiment'}
        className={styles.layout}
        onSubmit={event => {
          event.preventDefault();
          void save.submit(form, size.settle);
        }}
      >
        <div ref={top} className={styles.main}>
          <Flex direction="column" gap="4" pb="6">
            <ProblemList
              title="The experiment was not saved"
              problems={save.problems}
            />
            {save.conflict && (
              <ConflictNotice
                opened={draft}
                conflict={save.conflict}
                onOverwrite={latest =>
                  void save.submit(form, size.settle, latest)
                }
                onTakeTheirs={() => {
                  forget();
                  props.onOutdated();
                }}
              />
            )}
            <StepNav />
          </Flex>
          <Steps {...step} />
          <PriceSection {...step} />
        </div>
        <div className={styles.aside}>
          <PlanSummary form={form} size={size} nameOf={step.nameOf} />
          <Button type="submit" isPending={save.isPending}>
            {draft ? 'Save plan' : 'Create experiment'}
          </Button>
          <SaveNote size={size} />
        </div>
      </form>
    </FieldProblems>
  );
};
