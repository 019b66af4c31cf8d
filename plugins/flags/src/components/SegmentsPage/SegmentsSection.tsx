import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  ButtonLink,
  Flex,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import { LoadedView, StateMessage, useSearchParam } from '@etude/ui';
import { useFlags } from '../../hooks/use-flags';
import { useSegments } from '../../hooks/use-segments';
import { flagsUsing } from '../../model/segment-words';
import type { Segment } from '../../model/wire-types';
import { newSegmentRouteRef } from '../../routes';
import { OverlapsView } from './OverlapsView';
import { SegmentFilters, useSegmentFilters } from './SegmentFilters';
import { SegmentTable } from './SegmentTable';

const NoSegments = (props: {
  /** How many were made for rules, experiments and rollouts. */
  readonly others: number;
  readonly onShowAll: () => void;
}) => {
  const newSegmentRoute = useRouteRef(newSegmentRouteRef);
  return (
    <StateMessage
      title="There are no segments of people yet"
      reason="A segment is an audience that the rules of several flags share, such as beta-testers: units whose email ends with your own domain. It can hold a share of the population and keep away from other segments."
      action={
        <Flex gap="3">
          <ButtonLink
            variant="primary"
            href={newSegmentRoute?.() ?? '/flags/segments/new'}
          >
            Create the first segment
          </ButtonLink>
          {props.others > 0 && (
            <Button variant="secondary" onPress={props.onShowAll}>
              {`Show the ${props.others} of rules, experiments and rollouts`}
            </Button>
          )}
        </Flex>
      }
    />
  );
};

const SegmentList = ({ segments }: { readonly segments: Segment[] }) => {
  const filters = useSegmentFilters();
  const { loaded } = useFlags();
  const flags = loaded.state === 'loaded' ? loaded.value : undefined;
  if (
    filters.manager === 'person' &&
    !segments.some(({ managedBy }) => managedBy === 'person')
  ) {
    return <NoSegments others={segments.length} onShowAll={filters.showAll} />;
  }
  const matching = segments.filter(filters.matches).map(segment => ({
    ...segment,
    usedBy: flags && flagsUsing(segment.id, flags),
  }));
  return (
    <>
      <SegmentFilters filters={filters} />
      {matching.length === 0 ? (
        <StateMessage
          title="No segment matches"
          reason={`None of the ${segments.length} segments fits the search and filters.`}
          action={
            <Button variant="secondary" onPress={filters.showAll}>
              Show all segments
            </Button>
          }
        />
      ) : (
        <SegmentTable segments={matching} />
      )}
    </>
  );
};

const ListView = () => {
  const segments = useSegments();
  return (
    <LoadedView {...segments} what="the segments">
      {all => <SegmentList segments={all} />}
    </LoadedView>
  );
};

/** All segments, and the picture of which of them share units. */
export const SegmentsSection = () => {
  const [view, setView] = useSearchParam('view', 'list');
  return (
    <Flex direction="column" gap="4" py="4">
      <ToggleButtonGroup
        aria-label="What to show of the segments"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[view]}
        onSelectionChange={keys => setView(String([...keys][0] ?? 'list'))}
      >
        <ToggleButton id="list">List</ToggleButton>
        <ToggleButton id="overlaps">Who overlaps whom</ToggleButton>
      </ToggleButtonGroup>
      {view === 'overlaps' ? <OverlapsView /> : <ListView />}
    </Flex>
  );
};
