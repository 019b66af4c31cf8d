import type { Segment } from '@etude/flags';
import type { SegmentRecord } from '@etude/plugin-flags-common';
import type { Knex } from 'knex';

/** A segment as stored; who manages it follows from its id. */
export type StoredSegment = Segment & Pick<SegmentRecord, 'owner'>;

type SegmentRow = { id: string; etag: string; document: string };

const rowOf = (segment: StoredSegment): SegmentRow => ({
  id: segment.id,
  etag: segment.etag,
  document: JSON.stringify(segment),
});

// JSON columns hold what this store wrote from the same type.
const segmentOf = (row: SegmentRow): StoredSegment =>
  JSON.parse(row.document) as StoredSegment;

/** Segments in the database. */
export type SegmentStore = ReturnType<typeof createSegmentStore>;

/** The segments that `database` (or a transaction) holds. */
export const createSegmentStore = (database: Knex) => ({
  /** All segments, by id. */
  async list(): Promise<StoredSegment[]> {
    const rows = await database<SegmentRow>('segments').orderBy('id');
    return rows.map(segmentOf);
  },

  /** One segment, or undefined. */
  async get(id: string): Promise<StoredSegment | undefined> {
    const row = await database<SegmentRow>('segments').where({ id }).first();
    return row && segmentOf(row);
  },

  /** Adds a segment. */
  async insert(segment: StoredSegment): Promise<void> {
    await database<SegmentRow>('segments').insert(rowOf(segment));
  },

  /** Replaces a segment if it still has `etag`; false if it has not. */
  async replace(segment: StoredSegment, etag: string): Promise<boolean> {
    const changed = await database<SegmentRow>('segments')
      .where({ id: segment.id, etag })
      .update(rowOf(segment));
    return changed === 1;
  },
});
