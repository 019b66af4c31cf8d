import { CardBody, CardHeader, Flex, Text } from '@backstage/ui';
import type { SegmentDetail, SegmentRecord } from '@etude/plugin-flags-common';
import { formatPercent } from '@etude/ui';
import type { ReactNode } from 'react';
import { exclusivityWords } from '../../model/segment-words';
import { targetingWords } from '../../model/targeting-words';
import { GroupCard } from '../GroupCard';
import { ArchiveSegment } from './ArchiveSegment';
import { SegmentUsers } from './SegmentUsers';

export type SegmentOverviewProps = {
  readonly detail: SegmentDetail;
  readonly canChange: boolean;
  readonly onChanged: () => void;
};

const Part = (props: {
  readonly title: string;
  readonly children: ReactNode;
}) => (
  <GroupCard label={props.title}>
    <CardHeader>
      <Text as="h2" variant="title-x-small" weight="bold">
        {props.title}
      </Text>
    </CardHeader>
    <CardBody>
      <Flex direction="column" gap="2">
        {props.children}
      </Flex>
    </CardBody>
  </GroupCard>
);

const MANAGED: Record<SegmentRecord['managedBy'], string> = {
  person: '',
  rule: 'It was made for one rule of a flag and is edited with that rule.',
  experiment:
    'It was made for an experiment and is changed by the experiment only.',
  rollout: 'It was made for a rollout and is changed by the rollout only.',
};

const Population = ({ detail }: { readonly detail: SegmentDetail }) => {
  const { segment, heldProportion, availableProportion } = detail;
  const apart = exclusivityWords(segment);
  return (
    <Part title="How much of the population">
      <Text>
        {segment.state === 'archived'
          ? 'It is archived and holds nothing.'
          : `It holds ${formatPercent(heldProportion)} of the population, and could have ${formatPercent(availableProportion)} at most.`}
      </Text>
      <Text color="secondary">
        {apart === ''
          ? 'It may share units with every other segment.'
          : `${apart}.`}
      </Text>
      <Text variant="body-small" color="secondary">
        Raising its share keeps every unit that is in. Lowering it is refused,
        because it would drop units that already have a variant.
      </Text>
    </Part>
  );
};

/** A segment in words: who, how many, and who uses it. */
export const SegmentOverview = (props: SegmentOverviewProps) => {
  const { detail, canChange } = props;
  const { segment, usages } = detail;
  return (
    <Flex direction="column" gap="4" py="4">
      {segment.managedBy !== 'person' && (
        <Text color="secondary">{MANAGED[segment.managedBy]}</Text>
      )}
      <Part title="Who is in it">
        <Text>{targetingWords(segment.targeting)}.</Text>
      </Part>
      <Population detail={detail} />
      <Part title="Who uses it">
        <SegmentUsers {...usages} />
      </Part>
      {canChange && (
        <Part title="End of life">
          <ArchiveSegment detail={detail} onChanged={props.onChanged} />
        </Part>
      )}
    </Flex>
  );
};
