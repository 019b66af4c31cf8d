import { allocateSegment } from '@etude/flags';
import type { Segment } from '@etude/flags';
import type { createSegmentSchema } from '@etude/plugin-flags-common';
import type { z } from 'zod';
import { targetingProblems } from '../rules/targeting-problems';
import { DERIVED_ID_PREFIXES } from '../rules/derived-id';
import type { ServiceDependencies } from './client-service';
import { idTaken, refusal } from './refusals';
import { FIRST_ETAG } from './save-flag';

type NewSegment = z.output<typeof createSegmentSchema>;

/** Use cases of segments. */
export type SegmentService = ReturnType<typeof createSegmentService>;

/** Use cases of segments on `stores`. */
export const createSegmentService = ({
  stores,
  writeState,
}: Omit<ServiceDependencies, 'clock'>) => ({
  /** All segments, by id. */
  async list(): Promise<Segment[]> {
    return stores.segments.list();
  },

  /**
   * A new segment with its population, ready for rules of people.
   * Throws ETUDE_FLAGS_INVALID, ETUDE_FLAGS_ID_CONFLICT.
   */
  async create(input: NewSegment): Promise<Segment> {
    const prefix = DERIVED_ID_PREFIXES.find(text => input.id.startsWith(text));
    if (prefix !== undefined) {
      throw refusal(`Segment '${input.id}' cannot be created`, [
        {
          code: 'ETUDE_FLAGS_RESERVED_ID',
          path: 'id',
          message: `Ids that begin with '${prefix}' belong to the portal. Choose another id.`,
        },
      ]);
    }
    return writeState(async tx => {
      const segments = await tx.segments.list();
      if (segments.some(({ id }) => id === input.id)) {
        throw idTaken('segment', input.id);
      }
      const segment: Segment = {
        ...input,
        population: null,
        state: 'allocated',
        etag: FIRST_ETAG,
      };
      const allocated = allocateSegment(segment, segments);
      const problems = targetingProblems(segment, segments);
      if (!allocated.ok || problems.length > 0) {
        throw refusal(`Segment '${input.id}' cannot be created`, [
          ...problems,
          ...(allocated.ok ? [] : allocated.problems),
        ]);
      }
      const value = { ...segment, population: allocated.value };
      await tx.segments.insert(value);
      return { value, isChanged: true };
    });
  },
});
