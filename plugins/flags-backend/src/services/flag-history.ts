import type {
  FlagRevision,
  SegmentDifference,
} from '@etude/plugin-flags-common';
import { segmentManagerOf } from '../rules/derived-id';
import type { VersionedSegment } from '../stores/segment-revision-store';
import type { Stores } from '../stores/stores';

const differencesByVersion = (
  changes: readonly VersionedSegment[],
): Map<number, SegmentDifference[]> => {
  const latest = new Map<string, SegmentDifference['after']>();
  const byVersion = new Map<number, SegmentDifference[]>();
  for (const { version, segment: after } of changes) {
    const before = latest.get(after.id) ?? null;
    latest.set(after.id, after);
    const others = byVersion.get(version) ?? [];
    byVersion.set(version, [...others, { before, after }]);
  }
  return byVersion;
};

/**
 * Every revision of a flag, newest first, each with what changed in the
 * segments that its rules have for themselves: a rule's audience is no part
 * of the flag, but of its history.
 */
export const flagHistory = async (
  stores: Pick<Stores, 'revisions' | 'segmentRevisions'>,
  flagId: string,
): Promise<FlagRevision[]> => {
  const revisions = await stores.revisions.list(flagId);
  const ids = revisions.flatMap(({ flag }) =>
    flag.rules.map(({ segment }) => segment),
  );
  const own = [...new Set(ids)].filter(id => segmentManagerOf(id) === 'rule');
  const differences = differencesByVersion(
    await stores.segmentRevisions.listMany(own),
  );
  return revisions.map(({ version, ...revision }) => {
    const segments = version === null ? undefined : differences.get(version);
    return segments ? { ...revision, segments } : revision;
  });
};
