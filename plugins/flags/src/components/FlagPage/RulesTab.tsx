import { useApi } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import { StateMessage, useLoaded } from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';
import type { FlagTabProps } from './flag-tab';
import { RuleCard } from './RuleCard';

const NoRules = () => (
  <StateMessage
    title="No rule serves the flag"
    reason="Applications get the defaults in their code. A rule gives a variant to some or all units: roll one out in steps, or plan an experiment that splits units between variants."
  />
);

/** The rules of a flag in the order in which they are tried. */
export const RulesTab = (props: FlagTabProps) => {
  const api = useApi(flagsApiRef);
  // A new rule may come with a new segment.
  const { loaded } = useLoaded(`segments ${props.flag.etag}`, () =>
    api.listSegments(),
  );
  if (props.flag.rules.length === 0) return <NoRules />;
  return (
    <Flex direction="column" gap="4" py="4">
      <Text color="secondary">
        Rules are tried from the top. The first one that is on and whose
        audience a unit belongs to decides; a unit that none decides gets the
        default in the code.
      </Text>
      {loaded.state === 'failed' && (
        <Text color="warning" role="status">
          The audiences could not be loaded, so they are shown by id:{' '}
          {loaded.error.message}
        </Text>
      )}
      {props.flag.rules.map((rule, index) => (
        <RuleCard
          key={rule.id}
          {...props}
          rule={rule}
          position={index + 1}
          isSegmentPending={loaded.state === 'loading'}
          segment={
            loaded.state === 'loaded'
              ? loaded.value.find(({ id }) => id === rule.segment)
              : undefined
          }
        />
      ))}
    </Flex>
  );
};
