import { ButtonIcon, Flex } from '@backstage/ui';
import { RiArrowDownLine, RiArrowUpLine } from '@remixicon/react';

export type RuleMovesProps = {
  readonly name: string;
  /** From 1. */
  readonly position: number;
  readonly count: number;
  readonly isPending: boolean;
  /** Moves the rule to a position, from 1. */
  readonly onMove: (position: number) => void;
};

/** Moves a rule before or after its neighbour. */
export const RuleMoves = (props: RuleMovesProps) => (
  <Flex gap="1">
    <ButtonIcon
      size="small"
      variant="tertiary"
      icon={<RiArrowUpLine size={16} />}
      aria-label={`Move ${props.name} up`}
      isDisabled={props.isPending || props.position === 1}
      onPress={() => props.onMove(props.position - 1)}
    />
    <ButtonIcon
      size="small"
      variant="tertiary"
      icon={<RiArrowDownLine size={16} />}
      aria-label={`Move ${props.name} down`}
      isDisabled={props.isPending || props.position === props.count}
      onPress={() => props.onMove(props.position + 1)}
    />
  </Flex>
);
