import {
  Card,
  CardBody,
  CardHeader,
  Flex,
  Text,
  TextField,
} from '@backstage/ui';
import { EntitySelect, FormField, problemAt } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import type { ReactNode } from 'react';
import { useContextFields } from '../../hooks/use-context-fields';
import { useSegments } from '../../hooks/use-segments';
import type { SegmentDraft } from '../../model/segment-draft';
import type { Segment } from '../../model/wire-types';
import { ReachInput } from '../FlagPage/ReachInput';
import { NameListField, shownProblem } from '../Form';
import { TargetingEditor } from '../Targeting';
import { SpacePreview } from './SpacePreview';
import styles from './SegmentPage.module.css';

export type SegmentFieldsProps = {
  readonly draft: SegmentDraft;
  readonly problems: readonly FieldProblem[];
  readonly onChange: (draft: SegmentDraft) => void;
  /** Id of the segment; undefined for a new one. */
  readonly segmentId: string | undefined;
  /** Share of the population it holds, 0 to 1. */
  readonly held: number;
};

const Part = (props: {
  readonly title: string;
  readonly children: ReactNode;
}) => (
  <Card>
    <CardHeader>
      <Text as="h2" variant="title-x-small" weight="bold">
        {props.title}
      </Text>
    </CardHeader>
    <CardBody>
      <Flex direction="column" gap="4">
        {props.children}
      </Flex>
    </CardBody>
  </Card>
);

const Basics = (props: SegmentFieldsProps) => {
  const { draft, problems, onChange } = props;
  return (
    <Part title="What it is">
      {props.segmentId === undefined && (
        <FormField path="id">
          <TextField
            label="Id"
            description="What rules name, such as beta-testers; it stays for good."
            isRequired
            value={draft.id}
            onChange={id => onChange({ ...draft, id })}
            {...shownProblem(problemAt(problems, 'id'))}
          />
        </FormField>
      )}
      <div className={styles.pair}>
        <FormField path="description">
          <TextField
            label="Description"
            description="Who they are, in one sentence."
            value={draft.description}
            onChange={description => onChange({ ...draft, description })}
            {...shownProblem(problemAt(problems, 'description'))}
          />
        </FormField>
        <EntitySelect
          path="owner"
          kind="Group"
          label="Owner"
          description="The team that may change it."
          noneLabel="Everyone who may create segments"
          value={draft.owner}
          onChange={owner => onChange({ ...draft, owner })}
          problems={problems}
        />
      </div>
    </Part>
  );
};

type WithSegments = SegmentFieldsProps & {
  /** All that are in use; empty until they are known. */
  readonly segments: readonly Segment[];
};

const Audience = (props: WithSegments) => {
  const { draft, problems, onChange } = props;
  const { fields, problem } = useContextFields();
  return (
    <Part title="Who is in it">
      <TargetingEditor
        draft={draft.targeting}
        fields={fields}
        fieldsProblem={problem}
        segments={props.segments.filter(({ id }) => id !== props.segmentId)}
        problems={problems}
        onChange={targeting => onChange({ ...draft, targeting })}
      />
    </Part>
  );
};

const Allocation = (props: WithSegments) => {
  const { draft, problems, onChange } = props;
  const known = props.segments.flatMap(({ allocation }) => [
    ...allocation.exclusivityTags,
    ...allocation.exclusiveTo,
  ]);
  return (
    <Part title="How much of the population">
      <FormField path="allocation.proportion" problems={problems}>
        <div className={styles.share}>
          <ReachInput
            label="Share"
            percent={draft.percent}
            onChange={percent => onChange({ ...draft, percent })}
          />
        </div>
      </FormField>
      <div className={styles.pair}>
        <NameListField
          path="allocation.exclusivityTags"
          label="Exclusivity tags it wears"
          description="Separated by commas, such as checkout. Others can keep away from them."
          value={draft.tags}
          known={known}
          problems={problems}
          onChange={tags => onChange({ ...draft, tags })}
        />
        <NameListField
          path="allocation.exclusiveTo"
          label="Exclusivity tags it shares no unit with"
          description="Separated by commas. Naming a tag it wears keeps all who wear it apart."
          value={draft.exclusiveTo}
          known={known}
          problems={problems}
          onChange={exclusiveTo => onChange({ ...draft, exclusiveTo })}
        />
      </div>
      <SpacePreview {...props} />
    </Part>
  );
};

/** The form for a segment: who is in it, and how much of the population. */
export const SegmentFields = (props: SegmentFieldsProps) => {
  const { loaded } = useSegments();
  const segments =
    loaded.state === 'loaded'
      ? loaded.value.filter(({ state }) => state === 'allocated')
      : [];
  return (
    <Flex direction="column" gap="4">
      <Basics {...props} />
      <Audience {...props} segments={segments} />
      <Allocation {...props} segments={segments} />
    </Flex>
  );
};
