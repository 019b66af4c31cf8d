import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink, Flex } from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { LoadedView, StateMessage } from '@etude/ui';
import { useFlags } from '../../hooks/use-flags';
import { newFlagRouteRef } from '../../routes';
import { FlagTable } from '../FlagList';
import { FlagFilters, useFlagFilters } from './FlagFilters';

const NoFlags = () => {
  const newFlagRoute = useRouteRef(newFlagRouteRef);
  return (
    <StateMessage
      title="There are no flags yet"
      reason="A flag decides at run time what a part of your product does. For example new-checkout with the variants off and on: put the new checkout behind it, give it to 5 % of users, look at the metrics, and raise or take it back without a deploy."
      action={
        <ButtonLink variant="primary" href={newFlagRoute?.() ?? '/flags/new'}>
          Create the first flag
        </ButtonLink>
      }
    />
  );
};

const FilteredFlags = ({ flags }: { readonly flags: FlagRecord[] }) => {
  const filters = useFlagFilters();
  const matching = flags.filter(filters.matches);
  return (
    <Flex direction="column" gap="4" py="4">
      <FlagFilters filters={filters} flags={flags} />
      {matching.length === 0 ? (
        <StateMessage
          title="No flag matches"
          reason={`None of the ${flags.length} flags fits the search and filters.`}
          action={
            <Button variant="secondary" onPress={filters.clear}>
              Clear search and filters
            </Button>
          }
        />
      ) : (
        <FlagTable flags={matching} scope="organisation" />
      )}
    </Flex>
  );
};

/** All flags of the organisation, to be narrowed. */
export const FlagsSection = () => {
  const flags = useFlags();
  return (
    <LoadedView {...flags} what="the flags">
      {all => (all.length === 0 ? <NoFlags /> : <FilteredFlags flags={all} />)}
    </LoadedView>
  );
};
