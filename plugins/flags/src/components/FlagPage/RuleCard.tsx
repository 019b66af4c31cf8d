import {
  Badge,
  CardBody,
  CardHeader,
  Flex,
  Link,
  Skeleton,
  Text,
} from '@backstage/ui';
import { PersonLink, StatusBadge, formatPercent } from '@etude/ui';
import type { ReactNode } from 'react';
import {
  assignmentShares,
  environmentWords,
  populationWords,
  rolloutOf,
  unitWords,
} from '../../model/rule-words';
import { targetingWords } from '../../model/targeting-words';
import type { Rule, Segment } from '../../model/wire-types';
import { GroupCard } from '../GroupCard';
import { SegmentLink } from '../SegmentLink';
import type { FlagTabProps } from './flag-tab';
import { ReachControl } from './ReachControl';
import styles from './RuleCard.module.css';

export type RuleCardProps = FlagTabProps & {
  readonly rule: Rule;
  /** From 1. */
  readonly position: number;
  readonly isSegmentPending: boolean;
  /** Undefined while it is not known. */
  readonly segment: Segment | undefined;
  /** Buttons that move the rule; null where it cannot be moved. */
  readonly moves: ReactNode;
  /** Buttons that change the rule; null where it is changed elsewhere. */
  readonly actions: ReactNode;
};

const KINDS: Record<Rule['owner']['kind'], string> = {
  experiment: 'Experiment',
  rollout: 'Rollout',
  person: 'Rule',
};

const RuleOwner = ({ owner }: { readonly owner: Rule['owner'] }) => {
  switch (owner.kind) {
    case 'experiment':
      return (
        <Link
          href={`/experiments/${encodeURIComponent(owner.ref)}`}
          variant="body-small"
        >
          Open the experiment {owner.ref}
        </Link>
      );
    case 'person':
      return (
        <Text variant="body-small" color="secondary">
          Set by <PersonLink actor={owner.ref} />
        </Text>
      );
    case 'rollout':
      return null;
    default:
      return owner.kind satisfies never;
  }
};

const Shares = ({ rule }: { readonly rule: Rule }) => (
  <ul className={styles.shares} aria-label="What units get">
    {assignmentShares(rule).map(({ id, gives, share }) => (
      <li key={id} className={styles.share}>
        <Text weight="bold">{gives}</Text>
        <span className={styles.bar} aria-hidden="true">
          <span
            className={styles.fill}
            style={{ width: `${Math.min(1, share) * 100}%` }}
          />
        </span>
        <Text className={styles.number ?? ''}>{formatPercent(share)}</Text>
      </li>
    ))}
  </ul>
);

const Audience = (props: RuleCardProps) => {
  const { rule, segment } = props;
  return (
    <Flex direction="column" gap="1">
      {props.isSegmentPending ? (
        <Skeleton width="40%" height={20} />
      ) : (
        <Text>
          {segment
            ? `${targetingWords(segment.targeting)}, from ${populationWords(segment)}.`
            : `Segment ${rule.segment}.`}
        </Text>
      )}
      <Text variant="body-small" color="secondary">
        {environmentWords(rule)}. {unitWords(rule)}
        {segment?.managedBy === 'person' && (
          <>
            {' '}
            The audience is the segment <SegmentLink id={segment.id} />.
          </>
        )}
      </Text>
    </Flex>
  );
};

const RuleTitle = ({ rule, position, moves }: RuleCardProps) => (
  <div className={styles.title}>
    <div className={styles.name}>
      <Text color="secondary">{position}</Text>
      <Text as="h2" variant="title-x-small" weight="bold">
        {rule.name}
      </Text>
      <Badge>{KINDS[rule.owner.kind]}</Badge>
    </div>
    <Flex gap="3" align="center">
      {moves}
      <StatusBadge tone={rule.enabled ? 'good' : 'muted'}>
        {rule.enabled ? 'On' : 'Off'}
      </StatusBadge>
    </Flex>
  </div>
);

/** One rule: whose it is, for whom, and what they get. */
export const RuleCard = (props: RuleCardProps) => {
  const { rule } = props;
  const rollout = rolloutOf(rule);
  return (
    <GroupCard label={`Rule ${props.position}: ${rule.name}`}>
      <CardHeader>
        <RuleTitle {...props} />
      </CardHeader>
      <CardBody>
        <Flex direction="column" gap="3">
          <Audience {...props} />
          <Shares rule={rule} />
          <div className={styles.foot}>
            <RuleOwner owner={rule.owner} />
            {props.actions}
          </div>
          {rollout && props.canChange && props.flag.state === 'active' && (
            <ReachControl
              // A reach set elsewhere replaces what the control shows.
              key={rollout.reach}
              flag={props.flag}
              variant={rollout.variant}
              reach={rollout.reach}
              onChanged={props.onChanged}
            />
          )}
        </Flex>
      </CardBody>
    </GroupCard>
  );
};
