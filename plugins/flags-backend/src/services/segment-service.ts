import {
  allocateSegment,
  availableProportion,
  heldProportion,
} from '@etude/flags';
import type { Allocation, Segment } from '@etude/flags';
import type {
  FlagRecord,
  OverlapsQuery,
  SegmentDetail,
  SegmentOverlaps,
  SegmentRecord,
  SegmentRevision,
  createSegmentSchema,
  updateSegmentSchema,
} from '@etude/plugin-flags-common';
import type { z } from 'zod';
import { requiredApprovals } from '../rules/approval';
import { DERIVED_ID_PREFIXES, segmentManagerOf } from '../rules/derived-id';
import {
  segmentOverlaps,
  segmentUsages,
  segmentsAround,
} from '../rules/segment-usage';
import { targetingProblems } from '../rules/targeting-problems';
import type { StoredSegment } from '../stores/segment-store';
import type { Stores } from '../stores/stores';
import type { FlagDependencies } from './flag-service';
import {
  etagConflict,
  idTaken,
  notFound,
  refusal,
  segmentInUse,
  segmentManaged,
  segmentProtected,
} from './refusals';
import { FIRST_ETAG } from './save-flag';
import { saveSegment, segmentRecordOf } from './save-segment';

type NewSegment = z.output<typeof createSegmentSchema>;
type ChangedSegment = z.output<typeof updateSegmentSchema>;

const isOn = (flag: FlagRecord, query: OverlapsQuery): boolean =>
  query.flags === undefined
    ? flag.labels['surface'] === query.surface
    : query.flags.split(',').includes(flag.id);

/** The segment with the population it asks for; throws every reason why not. */
const allocated = (
  segment: StoredSegment,
  segments: readonly Segment[],
  what: string,
): StoredSegment => {
  const population = allocateSegment(segment, segments);
  const problems = targetingProblems(segment, segments);
  if (!population.ok || problems.length > 0) {
    throw refusal(`Segment '${segment.id}' cannot be ${what}`, [
      ...problems,
      ...(population.ok ? [] : population.problems),
    ]);
  }
  return { ...segment, population: population.value };
};

/** The segment of that id that people may change; throws if it is none. */
const openSegment = async (
  tx: Stores,
  id: string,
  etag?: string,
): Promise<StoredSegment> => {
  const segment = await tx.segments.get(id);
  if (!segment) throw notFound('segment', id);
  const manager = segmentManagerOf(id);
  if (manager !== 'person') throw segmentManaged(id, manager);
  if (etag !== undefined && segment.etag !== etag) {
    throw etagConflict('segment', id);
  }
  return segment;
};

const segmentReads = ({ stores }: FlagDependencies) => ({
  /** All segments, by id. */
  async list(): Promise<SegmentRecord[]> {
    return (await stores.segments.list()).map(segmentRecordOf);
  },

  /** One segment; throws ETUDE_FLAGS_NOT_FOUND. */
  async get(id: string): Promise<SegmentRecord> {
    const segment = await stores.segments.get(id);
    if (!segment) throw notFound('segment', id);
    return segmentRecordOf(segment);
  },

  /** One segment, where it is used and how much room it has. */
  async detail(id: string): Promise<SegmentDetail> {
    const segments = await stores.segments.list();
    const segment = segments.find(other => other.id === id);
    if (!segment) throw notFound('segment', id);
    return {
      segment: segmentRecordOf(segment),
      usages: segmentUsages(id, await stores.flags.list(), segments),
      heldProportion: heldProportion(segment),
      availableProportion: availableProportion(segment, segments),
    };
  },

  /** Every revision of a segment, newest first. */
  async history(id: string): Promise<SegmentRevision[]> {
    const revisions = await stores.segmentRevisions.list(id);
    return revisions.map(revision => ({
      ...revision,
      segment: segmentRecordOf(revision.segment),
    }));
  },

  /** The share of the population that is free for an allocation, 0 to 1. */
  async availableSpace(request: {
    readonly segment?: string | undefined;
    readonly allocation: Allocation;
  }): Promise<number> {
    const segments = await stores.segments.list();
    return availableProportion(
      {
        // No segment can have an empty id, so every other one is a rival.
        id: request.segment ?? '',
        description: '',
        targeting: null,
        allocation: request.allocation,
        population: null,
        state: 'unallocated',
        etag: FIRST_ETAG,
      },
      segments,
    );
  },

  /** Which live segments of some flags share units. */
  async overlaps(query: OverlapsQuery): Promise<SegmentOverlaps> {
    const flags = await stores.flags.list();
    return segmentOverlaps(
      flags.filter(flag => isOn(flag, query)),
      await stores.segments.list(),
    );
  },
});

/** A change of a segment changes the protected flags that use it, too. */
const checkProtected = async (
  tx: Stores,
  segmentId: string,
  { approvals }: FlagDependencies,
): Promise<void> => {
  if (approvals.length === 0) return;
  const around = [...segmentsAround(segmentId, await tx.segments.list())];
  const flag = (await tx.flags.list()).find(
    other =>
      other.state === 'active' &&
      requiredApprovals(approvals, {
        before: other,
        after: other,
        segments: around,
      }).length > 0,
  );
  if (flag) throw segmentProtected(segmentId, flag.id);
};

const segmentEdits = (deps: FlagDependencies) => ({
  /**
   * The segment with what people may edit replaced. Whoever is in its
   * population stays in; a new targeting may move units, which its history
   * shows. Throws ETUDE_FLAGS_INVALID, …_ETAG_CONFLICT, …_FORBIDDEN.
   */
  async update(
    id: string,
    { etag, ...fields }: ChangedSegment,
    by: string,
  ): Promise<SegmentRecord> {
    return deps.writeState(async tx => {
      const before = await openSegment(tx, id, etag);
      const { owner = before.owner, ...rest } = fields;
      await checkProtected(tx, id, deps);
      const wanted = { ...before, ...rest, owner };
      const segments = await tx.segments.list();
      const next =
        wanted.state === 'allocated'
          ? allocated(wanted, segments, 'changed so')
          : wanted;
      const at = deps.clock.now().toISOString();
      const saved = await saveSegment(tx, next, { by, at });
      return {
        value: segmentRecordOf(saved.segment),
        isChanged: saved.isChanged,
      };
    });
  },

  /**
   * Archives a segment that nothing uses, which frees its population, or
   * takes it back with the population it had.
   */
  async setState(
    id: string,
    state: 'archived' | 'allocated',
    by: string,
  ): Promise<SegmentRecord> {
    return deps.writeState(async tx => {
      const before = await openSegment(tx, id);
      const segments = await tx.segments.list();
      if (state === 'archived') {
        const usages = segmentUsages(id, await tx.flags.list(), segments);
        if (usages.rules.length + usages.segments.length > 0) {
          throw segmentInUse(id, usages);
        }
      }
      const wanted = { ...before, state };
      const at = deps.clock.now().toISOString();
      const saved = await saveSegment(
        tx,
        state === 'archived'
          ? wanted
          : allocated(wanted, segments, 'unarchived'),
        { by, at },
      );
      return {
        value: segmentRecordOf(saved.segment),
        isChanged: saved.isChanged,
      };
    });
  },
});

const segmentCreation = ({ writeState, clock }: FlagDependencies) => ({
  /**
   * A new segment with its population, ready for rules of people.
   * Throws ETUDE_FLAGS_INVALID, ETUDE_FLAGS_ID_CONFLICT.
   */
  async create(input: NewSegment, by: string): Promise<SegmentRecord> {
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
      const segment = allocated(
        { ...input, population: null, state: 'allocated', etag: FIRST_ETAG },
        segments,
        'created',
      );
      const at = clock.now().toISOString();
      const saved = await saveSegment(tx, segment, { by, at });
      return { value: segmentRecordOf(saved.segment), isChanged: true };
    });
  },
});

/** Use cases of segments. */
export type SegmentService = ReturnType<typeof createSegmentService>;

/** Use cases of segments on `stores`. */
export const createSegmentService = (deps: FlagDependencies) => ({
  ...segmentReads(deps),
  ...segmentEdits(deps),
  ...segmentCreation(deps),
});
