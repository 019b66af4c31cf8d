import { Button, Flex, Skeleton, Text, VisuallyHidden } from '@backstage/ui';
import { StateMessage, lazyPart, useSearchParam } from '@etude/ui';
import type { Loaded } from '@etude/ui';
import { useState } from 'react';
import { useSegments } from '../../hooks/use-segments';
import type { Rule, Segment } from '../../model/wire-types';
import { AskedForApproval, ChangeProblems } from '../ChangeRequests';
import type { FlagTabProps } from './flag-tab';
import { RuleActions, hasRuleActions } from './RuleActions';
import { RuleCard } from './RuleCard';
import { RuleMoves } from './RuleMoves';
import { useRuleOrder } from './use-rule-order';

const RuleEditor = lazyPart(
  async () => (await import('../RuleEditor')).RuleEditor,
);

const StickyAssignments = lazyPart(
  async () => (await import('../StickyAssignments')).StickyAssignments,
);

const NEW = 'new';

type RulesProps = FlagTabProps & {
  readonly loaded: Loaded<Segment[]>;
  /** Id of the rule that is edited, `new`, or empty. */
  readonly editing: string;
  readonly onEdit: (editing: string) => void;
  /** Called once a change of a rule was asked for. */
  readonly onAsked: () => void;
};

const AddRule = (props: { readonly onPress: () => void }) => (
  <Button variant="secondary" onPress={props.onPress}>
    Add rule
  </Button>
);

const NoRules = (props: { readonly onAdd: (() => void) | undefined }) => (
  <StateMessage
    title="No rule serves the flag"
    reason="Applications get the default variant or the defaults in their code. A rule gives a variant to some or all units: write one for your own people, roll a variant out in steps, or plan an experiment that splits units between variants."
    action={props.onAdd && <AddRule onPress={props.onAdd} />}
  />
);

const NewRule = (props: RulesProps) => {
  const { flag, loaded, onChanged } = props;
  if (loaded.state === 'loading') return <Skeleton width="100%" height={240} />;
  return (
    <RuleEditor
      flag={flag}
      segments={loaded.state === 'loaded' ? loaded.value : []}
      onChanged={onChanged}
      onAsked={props.onAsked}
      onClose={() => props.onEdit('')}
    />
  );
};

// While one rule is edited the others stay as they are: the form rests on the
// flag as it was read.
const isAtRest = ({ flag, editing }: RulesProps): boolean =>
  editing !== NEW &&
  !flag.rules.some(
    ({ id, owner }) => id === editing && owner.kind === 'person',
  );

const isEditable = ({ canChange, flag }: FlagTabProps): boolean =>
  canChange && flag.state === 'active';

const RuleEntry = (
  props: RulesProps & {
    readonly rule: Rule;
    readonly order: ReturnType<typeof useRuleOrder>;
  },
) => {
  const { rule, flag, loaded, order, onEdit } = props;
  const segments = loaded.state === 'loaded' ? loaded.value : [];
  const segment = segments.find(({ id }) => id === rule.segment);
  if (
    props.editing === rule.id &&
    segment &&
    isEditable(props) &&
    rule.owner.kind === 'person'
  ) {
    return (
      <RuleEditor
        flag={flag}
        segments={segments}
        edited={{ rule, segment }}
        onChanged={props.onChanged}
        onAsked={props.onAsked}
        onClose={() => onEdit('')}
      />
    );
  }
  const position = flag.rules.indexOf(rule) + 1;
  return (
    <RuleCard
      {...props}
      position={position}
      isSegmentPending={loaded.state === 'loading'}
      segment={segment}
      moves={
        isAtRest(props) && isEditable(props) && flag.rules.length > 1 ? (
          <RuleMoves
            name={rule.name}
            position={position}
            count={flag.rules.length}
            isPending={order.isPending}
            onMove={to => order.move(rule, to)}
          />
        ) : null
      }
      actions={
        isAtRest(props) && isEditable(props) && hasRuleActions(rule) ? (
          <RuleActions
            {...props}
            segment={segment}
            onEdit={() => onEdit(rule.id)}
          />
        ) : null
      }
    />
  );
};

const Rules = (props: RulesProps) => {
  const { flag, loaded, onEdit } = props;
  const order = useRuleOrder(flag, props.onChanged);
  return (
    <Flex direction="column" gap="4" py="4">
      <Flex justify="between" align="center" gap="4">
        <Text color="secondary">
          Rules are tried from the top. The first one that is on and whose
          audience a unit belongs to decides; a unit that none decides gets{' '}
          {flag.defaultVariant ?? 'the default in the code'}.
        </Text>
        {isAtRest(props) && isEditable(props) && (
          <AddRule onPress={() => onEdit(NEW)} />
        )}
      </Flex>
      {loaded.state === 'failed' && (
        <Text color="warning" role="status">
          The audiences could not be loaded, so they are shown by id and rules
          cannot be edited: {loaded.error.message}
        </Text>
      )}
      <ChangeProblems
        title="The rules could not be moved"
        error={order.error}
        flag={flag}
        change={{
          kind: 'rules-order',
          rules: order.wanted.map(({ id }) => id),
        }}
      />
      <VisuallyHidden>
        <span role="status">{order.said}</span>
      </VisuallyHidden>
      {flag.rules.map(rule => (
        <RuleEntry key={rule.id} {...props} rule={rule} order={order} />
      ))}
      {flag.rules.some(({ stickiness }) => stickiness) && (
        <StickyAssignments flag={flag} canChange={props.canChange} />
      )}
    </Flex>
  );
};

/** The rules of a flag in the order in which they are tried. */
export const RulesTab = (props: FlagTabProps) => {
  const { flag } = props;
  // A new rule may come with a new segment.
  const { loaded } = useSegments(flag.etag);
  const [editing, onEdit] = useSearchParam('rule', '');
  const isAdding = editing === NEW && isEditable(props);
  const [isAsked, setAsked] = useState(false);
  const rules = {
    ...props,
    loaded,
    editing,
    onEdit: (id: string) => {
      setAsked(false);
      onEdit(id);
    },
    onAsked: () => {
      onEdit('');
      setAsked(true);
    },
  };
  const canAdd = isEditable(props) && flag.variants.length > 0;
  return (
    <>
      {isAsked && <AskedForApproval />}
      {flag.rules.length === 0 && !isAdding && (
        <NoRules onAdd={canAdd ? () => onEdit(NEW) : undefined} />
      )}
      {flag.rules.length > 0 && <Rules {...rules} />}
      {isAdding && (
        <Flex direction="column" py="4">
          <NewRule {...rules} />
        </Flex>
      )}
    </>
  );
};
