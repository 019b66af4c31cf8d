import { useApi } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { LookSummary } from '@etude/plugin-experiments-common';
import {
  formatCount,
  LineChart,
  LoadedView,
  Timestamp,
  useLoaded,
} from '@etude/ui';
import type { LineSeries } from '@etude/ui';
import { experimentsApiRef } from '../../api/experiments-api';
import type { HealthCheck } from '../../experiment-types';
import { HealthTimeline } from '../HealthTimeline';

export type LooksSectionProps = {
  readonly experimentId: string;
  readonly computedAt: string;
  /** The checks of today, for their order and titles. */
  readonly checks: readonly HealthCheck[];
};

const MOMENT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

const momentOf = (at: number): string => MOMENT.format(new Date(at));

const unitSeries = (looks: readonly LookSummary[]): readonly LineSeries[] =>
  [...new Set(looks.flatMap(({ units }) => Object.keys(units)))].map(
    variant => ({
      name: variant,
      points: looks.flatMap(({ at, units }) => {
        const y = units[variant];
        return y === undefined ? [] : [{ x: Date.parse(at), y }];
      }),
    }),
  );

const History = (props: {
  readonly looks: readonly LookSummary[];
  readonly checks: readonly HealthCheck[];
}) => {
  const { looks, checks } = props;
  const [first] = looks;
  if (!first) {
    return (
      <Text as="p" color="secondary">
        No look is stored yet. Each refresh adds one.
      </Text>
    );
  }
  if (looks.length === 1) {
    return (
      <Text as="p" color="secondary">
        There is one look, <Timestamp at={first.at} />. A course over time shows
        from the second one on.
      </Text>
    );
  }
  return (
    <Flex direction="column" gap="4">
      <HealthTimeline looks={looks} checks={checks} formatAt={momentOf} />
      <LineChart
        title="Exposed units at each look"
        series={unitSeries(looks)}
        formatX={momentOf}
        formatY={formatCount}
        xLabel="Look"
        height={180}
      />
    </Flex>
  );
};

/** How health and exposed units stood at every look so far. */
export const LooksSection = (props: LooksSectionProps) => {
  const { experimentId, computedAt, checks } = props;
  const experimentsApi = useApi(experimentsApiRef);
  const looks = useLoaded(`looks:${experimentId}:${computedAt}`, signal =>
    experimentsApi.looks(experimentId, { signal }),
  );
  return (
    <LoadedView {...looks} what="the earlier looks">
      {value => <History looks={value} checks={checks} />}
    </LoadedView>
  );
};
