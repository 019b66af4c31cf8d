import type { Segment } from '@etude/flags';
import type { Knex } from 'knex';

type SegmentRow = { id: string; etag: string; document: string };

const rowOf = (segment: Segment): SegmentRow => ({
  id: segment.id,
  etag: segment.etag,
  document: JSON.stringify(segment),
});

// JSON columns hold what this store wrote from the same type.
const segmentOf = (row: SegmentRow): Segment =>
  JSON.parse(row.document) as Segment;

/** Segments in the database. */
export type SegmentStore = ReturnType<typeof createSegmentStore>;

/** The segments that `database` (or a transaction) holds. */
export const createSegmentStore = (database: Knex) => ({
  /** All segments, by id. */
  async list(): Promise<Segment[]> {
    const rows = await database<SegmentRow>('segments').orderBy('id');
    return rows.map(segmentOf);
  },

  /** One segment, or undefined. */
  async get(id: string): Promise<Segment | undefined> {
    const row = await database<SegmentRow>('segments').where({ id }).first();
    return row && segmentOf(row);
  },

  /** Adds a segment. */
  async insert(segment: Segment): Promise<void> {
    await database<SegmentRow>('segments').insert(rowOf(segment));
  },

  /** Replaces a segment if it still has `etag`; false if it has not. */
  async replace(segment: Segment, etag: string): Promise<boolean> {
    const changed = await database<SegmentRow>('segments')
      .where({ id: segment.id, etag })
      .update(rowOf(segment));
    return changed === 1;
  },
});
