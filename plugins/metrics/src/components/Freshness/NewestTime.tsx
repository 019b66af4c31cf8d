import type { Freshness } from '@etude/plugin-metrics-common';
import { Timestamp } from '@etude/ui';

export type NewestTimeProps = {
  readonly latestAt: string;
  readonly checkedAt: Freshness['checkedAt'];
  readonly one: 'row' | 'event';
};

/** When the newest came; clocks that are ahead give it a time to come. */
export const NewestTime = ({ latestAt, checkedAt, one }: NewestTimeProps) =>
  Date.parse(latestAt) > Date.parse(checkedAt) ? (
    <>
      The newest {one} has a time that is yet to come (
      <Timestamp at={latestAt} />
      ): check the clock of what sends them.
    </>
  ) : (
    <>
      The newest {one} is from <Timestamp at={latestAt} />.
    </>
  );
