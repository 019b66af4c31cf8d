import { pathOf } from '@etude/api-common';
import type { ApiClient } from '@etude/api-common';
import {
  availableSpaceSchema,
  segmentDetailSchema,
  segmentHistorySchema,
  segmentListSchema,
  segmentOverlapsSchema,
  segmentRecordSchema,
} from './segment-schemas';
import type {
  AvailableSpaceRequest,
  CreateSegment,
  OverlapsQuery,
  SegmentDetail,
  SegmentOverlaps,
  SegmentRecord,
  SegmentRevision,
  UpdateSegment,
} from './segment-schemas';

/** Segments: who is in, how much of the population, and where they are used. */
export class SegmentsClient {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** All segments, by id. */
  async list(): Promise<SegmentRecord[]> {
    const { items } = await this.#api.request({
      path: '/segments',
      schema: segmentListSchema,
    });
    return items;
  }

  /** The new segment with its population. */
  async create(segment: CreateSegment): Promise<SegmentRecord> {
    return this.#api.request({
      method: 'POST',
      path: '/segments',
      body: segment,
      schema: segmentRecordSchema,
    });
  }

  /** One segment with its usages. */
  async get(segmentId: string): Promise<SegmentDetail> {
    return this.#api.request({
      path: pathOf`/segments/${segmentId}`,
      schema: segmentDetailSchema,
    });
  }

  /** The segment after the update; never with fewer units. */
  async update(
    segmentId: string,
    update: UpdateSegment,
  ): Promise<SegmentRecord> {
    return this.#api.request({
      method: 'PUT',
      path: pathOf`/segments/${segmentId}`,
      body: update,
      schema: segmentRecordSchema,
    });
  }

  /** The segment, whose population is free again; refused while in use. */
  async archive(segmentId: string): Promise<SegmentRecord> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/segments/${segmentId}/archive`,
      schema: segmentRecordSchema,
    });
  }

  /** The segment with the population it had; refused if that is taken. */
  async unarchive(segmentId: string): Promise<SegmentRecord> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/segments/${segmentId}/unarchive`,
      schema: segmentRecordSchema,
    });
  }

  /** Every change of a segment, newest first. */
  async history(segmentId: string): Promise<SegmentRevision[]> {
    const { items } = await this.#api.request({
      path: pathOf`/segments/${segmentId}/history`,
      schema: segmentHistorySchema,
    });
    return items;
  }

  /** The share of the population, 0 to 1, that is free for an allocation. */
  async availableSpace(request: AvailableSpaceRequest): Promise<number> {
    const { available } = await this.#api.request({
      method: 'POST',
      path: '/segments:availableSpace',
      body: request,
      schema: availableSpaceSchema,
    });
    return available;
  }

  /** Which live segments of some flags share units. */
  async overlaps(query: OverlapsQuery): Promise<SegmentOverlaps> {
    return this.#api.request({
      path: '/segments:overlaps',
      query: query,
      schema: segmentOverlapsSchema,
    });
  }
}
