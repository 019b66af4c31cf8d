import { useApi } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Flex, Select, Text } from '@backstage/ui';
import type { LearningAnswer } from '@etude/plugin-experiments-common';
import {
  LoadedView,
  PageFrame,
  formatCount,
  useEntityOptions,
  useLoaded,
  useSearchParam,
} from '@etude/ui';
import { experimentsApiRef } from '../../api/experiments-api';
import { Section } from '../Section';
import { GroupTable } from './GroupTable';
import { LearningList } from './LearningList';
import { LossWaterfall } from './LossWaterfall';
import { NothingEnded } from './NothingEnded';
import { PeriodChart } from './PeriodChart';
import { RateFigures } from './RateFigures';

const ALL = 'all';

const OwnerFilter = (props: {
  readonly owner: string;
  readonly onOwner: (owner: string) => void;
}) => {
  const { options } = useEntityOptions('Group');
  return (
    <Flex style={{ maxWidth: 320 }}>
      <Select
        aria-label="Owner"
        options={[{ id: ALL, label: 'All owners' }, ...options]}
        value={props.owner || ALL}
        onChange={key =>
          props.onOwner(key === null || key === ALL ? '' : String(key))
        }
      />
    </Flex>
  );
};

const Waiting = ({ count }: { readonly count: number }) =>
  count === 0 ? null : (
    <Text as="p" color="secondary">
      {formatCount(count)} ended{' '}
      {count === 1 ? 'experiment waits' : 'experiments wait'} for a final
      analysis and count nowhere until then.
    </Text>
  );

const Learned = ({ answer }: { readonly answer: LearningAnswer }) => {
  const [figure, setFigure] = useSearchParam('figure', '');
  const show = (next: string) => setFigure(next === figure ? '' : next);
  const chosen = { figure, onFigure: show };
  return (
    <Flex direction="column">
      <RateFigures rates={answer.rates} {...chosen} />
      <Waiting count={answer.withoutVerdict} />
      <Section title="Where learnings were lost">
        <LossWaterfall
          waterfall={answer.waterfall}
          rates={answer.rates}
          {...chosen}
        />
      </Section>
      <Section title="Over time">
        <PeriodChart
          byQuarter={answer.byQuarter}
          byMonth={answer.byMonth}
          {...chosen}
        />
      </Section>
      <Section title="By owner">
        <GroupTable
          groups={answer.byOwner}
          by="owner"
          nameOf={key => <EntityRefLink entityRef={key} />}
          {...chosen}
        />
      </Section>
      {answer.bySurface.length > 0 && (
        <Section title="By surface">
          <GroupTable
            groups={answer.bySurface}
            by="surface"
            nameOf={key => key}
            {...chosen}
          />
        </Section>
      )}
      <Section title="Experiments behind the figures">
        <LearningList
          items={answer.items}
          figure={figure}
          onClear={() => setFigure('')}
        />
      </Section>
    </Flex>
  );
};

/** How well the organisation learns, and the experiments behind each figure. */
export const LearningPage = () => {
  const experimentsApi = useApi(experimentsApiRef);
  const [owner, setOwner] = useSearchParam('owner', '');
  const learning = useLoaded(`learning:${owner}`, signal =>
    experimentsApi.getLearning({ owner }, { signal }),
  );
  return (
    <PageFrame
      title="Learning"
      description="Win rate says how often ideas work. Learning rate says how well we experiment: a win, a regression caught, or a neutral result with enough power."
    >
      <Flex direction="column" gap="4">
        <OwnerFilter owner={owner} onOwner={setOwner} />
        <LoadedView {...learning} what="what was learned">
          {answer =>
            answer.items.length === 0 ? (
              <NothingEnded />
            ) : (
              <Learned answer={answer} />
            )
          }
        </LoadedView>
      </Flex>
    </PageFrame>
  );
};
