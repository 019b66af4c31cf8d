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
import { ReachInput } from '../FlagPage/ReachInput';
import { shownProblem } from '../Form';
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
      <Text as="h3" variant="title-x-small" weight="bold">
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

const Audience = (props: SegmentFieldsProps) => {
  const { draft, problems, onChange } = props;
  const { fields, problem } = useContextFields();
  const { loaded } = useSegments();
  const segments = loaded.state === 'loaded' ? loaded.value : [];
  return (
    <Part title="Who is in it">
      <TargetingEditor
        draft={draft.targeting}
        fields={fields}
        fieldsProblem={problem}
        segments={segments.filter(
          ({ id, state }) => state === 'allocated' && id !== props.segmentId,
        )}
        problems={problems}
        onChange={targeting => onChange({ ...draft, targeting })}
      />
    </Part>
  );
};

const Allocation = (props: SegmentFieldsProps) => {
  const { draft, problems, onChange } = props;
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
        <FormField path="allocation.exclusivityTags">
          <TextField
            label="Labels it wears"
            description="Separated by commas, such as checkout. Others can keep away from them."
            value={draft.tags}
            onChange={tags => onChange({ ...draft, tags })}
            {...shownProblem(problemAt(problems, 'allocation.exclusivityTags'))}
          />
        </FormField>
        <FormField path="allocation.exclusiveTo">
          <TextField
            label="Labels it shares no unit with"
            description="Separated by commas. Naming a label it wears keeps all of its kind apart."
            value={draft.exclusiveTo}
            onChange={exclusiveTo => onChange({ ...draft, exclusiveTo })}
            {...shownProblem(problemAt(problems, 'allocation.exclusiveTo'))}
          />
        </FormField>
      </div>
      <SpacePreview {...props} />
    </Part>
  );
};

/** The form for a segment: who is in it, and how much of the population. */
export const SegmentFields = (props: SegmentFieldsProps) => (
  <Flex direction="column" gap="4">
    <Basics {...props} />
    <Audience {...props} />
    <Allocation {...props} />
  </Flex>
);
