import { useApi, useRouteRefParams } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import { segmentUpdatePermission } from '@etude/plugin-flags-common';
import type { SegmentDetail } from '@etude/plugin-flags-common';
import {
  LoadedView,
  PageFrame,
  StatusBadge,
  formatPercent,
  lazyPart,
  useLoaded,
  useSearchParam,
} from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';
import { useSegmentsHref } from '../../hooks/use-segments-href';
import { OWNERLESS, segmentStateOf } from '../../model/segment-words';
import { segmentRouteRef } from '../../routes';
import { SegmentHistory } from './SegmentHistory';
import { SegmentOverview } from './SegmentOverview';

const SegmentEditor = lazyPart(
  async () => (await import('./SegmentEditor')).SegmentEditor,
);

type ContentProps = {
  readonly detail: SegmentDetail;
  readonly onChanged: () => void;
};

const metadataOf = ({ segment, heldProportion, usages }: SegmentDetail) => {
  const state = segmentStateOf(segment);
  return [
    {
      label: 'State',
      value: <StatusBadge tone={state.tone}>{state.label}</StatusBadge>,
    },
    {
      label: 'Owner',
      value:
        segment.owner === null ? (
          OWNERLESS[segment.managedBy]
        ) : (
          <EntityRefLink entityRef={segment.owner} defaultKind="group" />
        ),
    },
    {
      label: 'Holds',
      value:
        segment.state === 'archived'
          ? 'Nothing'
          : `${formatPercent(heldProportion)} of the population`,
    },
    {
      label: 'Used by',
      value: `${usages.rules.length + usages.segments.length}`,
    },
  ];
};

const SegmentContent = ({ detail, onChanged }: ContentProps) => {
  const { segment } = detail;
  const segmentsHref = useSegmentsHref();
  const [tab, setTab] = useSearchParam('tab', 'segment');
  const [editing, setEditing] = useSearchParam('edit', '');
  const { allowed } = usePermission({ permission: segmentUpdatePermission });
  const canChange = allowed && segment.managedBy === 'person';
  const isEditing = editing !== '' && canChange && segment.state !== 'archived';
  return (
    <PageFrame
      title={segment.id}
      description={segment.description}
      parent={{ label: 'Segments', href: segmentsHref }}
      metadata={metadataOf(detail)}
      actions={
        canChange && !isEditing && segment.state !== 'archived' ? (
          <Button
            variant="primary"
            onPress={() => {
              setTab('');
              setEditing('yes');
            }}
          >
            Edit segment
          </Button>
        ) : null
      }
    >
      <Tabs selectedKey={tab} onSelectionChange={key => setTab(String(key))}>
        <TabList aria-label="Parts of the segment">
          <Tab id="segment">Segment</Tab>
          <Tab id="history">History</Tab>
        </TabList>
        <TabPanel id="segment">
          {isEditing ? (
            <SegmentEditor
              detail={detail}
              onChanged={onChanged}
              onClose={() => setEditing('')}
            />
          ) : (
            <SegmentOverview
              detail={detail}
              canChange={canChange}
              onChanged={onChanged}
            />
          )}
        </TabPanel>
        <TabPanel id="history">
          <SegmentHistory {...segment} />
        </TabPanel>
      </Tabs>
    </PageFrame>
  );
};

/** One segment: who is in it, how many, who uses it, and its history. */
export const SegmentPage = () => {
  const { id } = useRouteRefParams(segmentRouteRef);
  const api = useApi(flagsApiRef);
  const segmentsHref = useSegmentsHref();
  const detail = useLoaded(id, () => api.segments.get(id));
  if (detail.loaded.state === 'loaded') {
    return (
      <SegmentContent detail={detail.loaded.value} onChanged={detail.reload} />
    );
  }
  return (
    <PageFrame title={id} parent={{ label: 'Segments', href: segmentsHref }}>
      <LoadedView {...detail} what={`the segment ${id}`}>
        {() => null}
      </LoadedView>
    </PageFrame>
  );
};
