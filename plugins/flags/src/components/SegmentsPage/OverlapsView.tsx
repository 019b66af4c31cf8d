import { useApi } from '@backstage/frontend-plugin-api';
import { Flex, Select, Text } from '@backstage/ui';
import type { FlagRecord, OverlapsQuery } from '@etude/plugin-flags-common';
import { LoadedView, StateMessage, useLoaded, useSearchParam } from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';
import { useFlags } from '../../hooks/use-flags';
import { OverlapMatrix } from './OverlapMatrix';
import { OverlapTable } from './OverlapTable';

const EVERY_FLAG = 'every flag';
const LARGEST_MATRIX = 12;

const surfacesOf = (flags: readonly FlagRecord[]): string[] =>
  [
    ...new Set(
      flags.flatMap(({ labels }) =>
        labels['surface'] === undefined ? [] : [labels['surface']],
      ),
    ),
  ].toSorted((a, b) => (a < b ? -1 : 1));

const queryOf = (
  surface: string,
  flags: readonly FlagRecord[],
): OverlapsQuery =>
  surface === EVERY_FLAG
    ? {
        flags: flags
          .filter(({ state, rules }) => state === 'active' && rules.length > 0)
          .map(({ id }) => id)
          .join(','),
      }
    : { surface };

const Overlaps = ({ query }: { readonly query: OverlapsQuery }) => {
  const api = useApi(flagsApiRef);
  const overlaps = useLoaded(JSON.stringify(query), () =>
    api.segments.overlaps(query),
  );
  return (
    <LoadedView {...overlaps} what="the overlaps">
      {found =>
        found.segments.length < 2 ? (
          <StateMessage
            title="There is nothing to compare"
            reason="Fewer than two segments serve a rule that is on here, so no two can share a unit."
          />
        ) : (
          <Flex direction="column" gap="4">
            <Text color="secondary">
              How much of the population two segments both hold, before their
              conditions; outlined, what one holds itself. Those that are kept
              apart hold nothing in common.
            </Text>
            {found.segments.length <= LARGEST_MATRIX && (
              <OverlapMatrix overlaps={found} />
            )}
            <OverlapTable
              overlaps={found}
              isOpen={found.segments.length > LARGEST_MATRIX}
            />
          </Flex>
        )
      }
    </LoadedView>
  );
};

const ChosenOverlaps = ({ flags }: { readonly flags: FlagRecord[] }) => {
  const [surface, setSurface] = useSearchParam('surface', EVERY_FLAG);
  const query = queryOf(surface, flags);
  const surfaces = surfacesOf(flags);
  return (
    <Flex direction="column" gap="4">
      <div style={{ maxWidth: 320 }}>
        <Select
          label="Surface"
          description={
            surfaces.length === 0
              ? 'A flag is on the surface that its label surface names; none does yet.'
              : 'Flags whose label surface names it.'
          }
          options={[
            { id: EVERY_FLAG, label: 'Every flag' },
            ...surfaces.map(id => ({ id, label: id })),
          ]}
          value={surface}
          onChange={id => setSurface(String(id))}
        />
      </div>
      {query.flags === '' ? (
        <StateMessage
          title="No flag has a rule yet"
          reason="Once rules serve segments, this shows which of them share units."
        />
      ) : (
        <Overlaps query={query} />
      )}
    </Flex>
  );
};

/** Which segments of a surface, or of every flag, share units. */
export const OverlapsView = () => {
  const flags = useFlags();
  return (
    <LoadedView {...flags} what="the flags">
      {all => <ChosenOverlaps flags={all} />}
    </LoadedView>
  );
};
