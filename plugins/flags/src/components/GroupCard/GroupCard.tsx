import { Card } from '@backstage/ui';
import { forwardRef } from 'react';
import type { ReactNode } from 'react';

export type GroupCardProps = {
  /** What the card is called by those who do not see it. */
  readonly label: string;
  readonly children: ReactNode;
};

/** A card whose parts belong together; a card by itself is an article. */
export const GroupCard = forwardRef<HTMLDivElement, GroupCardProps>(
  ({ label, children }, ref) => (
    <div role="group" aria-label={label} ref={ref}>
      <Card>{children}</Card>
    </div>
  ),
);
GroupCard.displayName = 'GroupCard';
