import type { SegmentChange } from '@etude/plugin-flags-common';
import type { Knex } from 'knex';
import type { StoredSegment } from './segment-store';
import { presentVersion } from './state-version-store';
import { statementChunks } from './statement-chunks';

/** One change of a segment, and the segment as it was then. */
export type StoredSegmentRevision = {
  readonly revision: number;
  readonly at: string;
  readonly by: string;
  readonly change: SegmentChange;
  readonly summary: string;
  readonly segment: StoredSegment;
};

/** A segment as a version of the state made it. */
export type VersionedSegment = {
  readonly version: number;
  readonly segment: StoredSegment;
};

type RevisionRow = {
  segment_id: string;
  revision: number;
  at: string;
  by: string;
  change: SegmentChange;
  summary: string;
  version: number | string;
  document: string;
};

// JSON columns hold what this store wrote from the same type.
const revisionOf = (row: RevisionRow): StoredSegmentRevision => ({
  revision: row.revision,
  at: row.at,
  by: row.by,
  change: row.change,
  summary: row.summary,
  segment: JSON.parse(row.document) as StoredSegment,
});

/** Revisions of segments in the database. */
export type SegmentRevisionStore = ReturnType<
  typeof createSegmentRevisionStore
>;

/** The segment revisions that `database` (or a transaction) holds. */
export const createSegmentRevisionStore = (database: Knex) => {
  const latest = async (
    rows: Knex.QueryBuilder<RevisionRow, RevisionRow[]>,
  ): Promise<StoredSegment | undefined> => {
    const row = await rows.orderBy('revision', 'desc').first();
    return row && revisionOf(row).segment;
  };
  const of = (segmentId: string) =>
    database<RevisionRow>('segment_revisions').where({ segment_id: segmentId });

  return {
    /** The revisions of a segment, newest first. */
    async list(segmentId: string): Promise<StoredSegmentRevision[]> {
      const rows = await of(segmentId).orderBy('revision', 'desc');
      return rows.map(revisionOf);
    },

    /** Every revision of these segments, oldest first, by the version it made. */
    async listMany(segmentIds: readonly string[]): Promise<VersionedSegment[]> {
      const rows: RevisionRow[] = [];
      for (const ids of statementChunks(segmentIds)) {
        const found = await database<RevisionRow>('segment_revisions')
          .whereIn('segment_id', ids)
          .orderBy('revision');
        rows.push(...found);
      }
      return rows.map(row => ({
        version: Number(row.version),
        segment: revisionOf(row).segment,
      }));
    },

    /** The segment at an ISO time, or undefined before it. */
    async at(
      segmentId: string,
      at: string,
    ): Promise<StoredSegment | undefined> {
      return latest(of(segmentId).andWhere('at', '<=', at));
    },

    /** The segment in a version of the state, or undefined before it. */
    async inVersion(
      segmentId: string,
      version: number,
    ): Promise<StoredSegment | undefined> {
      return latest(of(segmentId).andWhere('version', '<=', version));
    },

    /** Adds a revision of the present state; its number must be new. */
    async insert(revision: StoredSegmentRevision): Promise<void> {
      await database('segment_revisions').insert({
        segment_id: revision.segment.id,
        revision: revision.revision,
        at: revision.at,
        by: revision.by,
        change: revision.change,
        summary: revision.summary,
        version: presentVersion(database),
        document: JSON.stringify(revision.segment),
      });
    },
  };
};
