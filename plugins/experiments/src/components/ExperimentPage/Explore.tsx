import { Flex, Select, Text } from '@backstage/ui';
import { useSearchParam } from '@etude/ui';
import type { Analysis } from '../../experiment-types';
import { BreakdownTable } from './BreakdownTable';

export type ExploreProps = {
  readonly analysis: Analysis;
  readonly controlVariant: string;
};

type Choice = { readonly id: string; readonly label: string };

const Chooser = (props: {
  readonly label: string;
  readonly options: readonly Choice[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}) => (
  <Flex style={{ width: 260 }}>
    <Select
      label={props.label}
      options={[...props.options]}
      value={props.chosen}
      onChange={key => {
        if (key !== null) props.onChoose(String(key));
      }}
      style={{ width: '100%' }}
    />
  </Flex>
);

const useChoice = (
  name: string,
  options: readonly Choice[],
): readonly [string, (id: string) => void] => {
  const [asked, choose] = useSearchParam(name, '');
  const known = options.find(({ id }) => id === asked) ?? options[0];
  return [known?.id ?? '', choose];
};

/** One metric within the values of one dimension, to look around in. */
export const Explore = ({ analysis, controlVariant }: ExploreProps) => {
  const { breakdowns, metrics } = analysis;
  const dimensions = [
    ...new Set(breakdowns.map(({ dimension }) => dimension)),
  ].map(id => ({ id, label: id }));
  const metricChoices = [
    ...new Map(metrics.map(({ metricId, name }) => [metricId, name])),
  ].map(([id, label]) => ({ id, label }));
  const [dimension, chooseDimension] = useChoice('dimension', dimensions);
  const [metricId, chooseMetric] = useChoice('explored', metricChoices);
  const metric = metrics.find(candidate => candidate.metricId === metricId);
  return (
    <Flex direction="column" gap="3">
      <Text as="p" color="secondary">
        This is for looking around and finding the next question. It takes no
        part in the recommendation or the verdict.
      </Text>
      <Flex gap="3" style={{ flexWrap: 'wrap' }}>
        <Chooser
          label="Dimension"
          options={dimensions}
          chosen={dimension}
          onChoose={chooseDimension}
        />
        <Chooser
          label="Explored metric"
          options={metricChoices}
          chosen={metricId}
          onChoose={chooseMetric}
        />
      </Flex>
      {metric && (
        <BreakdownTable
          dimension={dimension}
          metric={metric}
          breakdowns={breakdowns.filter(
            row => row.dimension === dimension && row.metricId === metricId,
          )}
          controlVariant={controlVariant}
        />
      )}
    </Flex>
  );
};
