import { pathOf } from '@etude/api-common';
import type { ApiClient } from '@etude/api-common';
import {
  changeRequestListSchema,
  changeRequestSchema,
  scheduledChangeListSchema,
  scheduledChangeSchema,
} from './change-schemas';
import type {
  ChangeRequest,
  ChangeRequestQuery,
  CreateChangeRequest,
  ScheduleChange,
  ScheduledChange,
} from './change-schemas';

/** Changes of flags that are made later: at a time, or after approval. */
export class FlagChangesClient {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** The scheduled changes of a flag, by time. */
  async listScheduled(flagId: string): Promise<ScheduledChange[]> {
    const { items } = await this.#api.request({
      path: pathOf`/flags/${flagId}/scheduled-changes`,
      schema: scheduledChangeListSchema,
    });
    return items;
  }

  /** Schedules a change. */
  async schedule(
    flagId: string,
    change: ScheduleChange,
  ): Promise<ScheduledChange> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/flags/${flagId}/scheduled-changes`,
      body: change,
      schema: scheduledChangeSchema,
    });
  }

  /** The change, which will not be made. */
  async cancelScheduled(
    flagId: string,
    changeId: string,
  ): Promise<ScheduledChange> {
    return this.#api.request({
      method: 'DELETE',
      path: pathOf`/flags/${flagId}/scheduled-changes/${changeId}`,
      schema: scheduledChangeSchema,
    });
  }

  /** Change requests, newest first. */
  async listRequests(query: ChangeRequestQuery = {}): Promise<ChangeRequest[]> {
    const { items } = await this.#api.request({
      path: '/change-requests',
      query: query,
      schema: changeRequestListSchema,
    });
    return items;
  }

  /** One change request with the flag before and after. */
  async getRequest(requestId: string): Promise<ChangeRequest> {
    return this.#api.request({
      path: pathOf`/change-requests/${requestId}`,
      schema: changeRequestSchema,
    });
  }

  /** Asks for a change of a protected flag. */
  async createRequest(request: CreateChangeRequest): Promise<ChangeRequest> {
    return this.#api.request({
      method: 'POST',
      path: '/change-requests',
      body: request,
      schema: changeRequestSchema,
    });
  }

  /** Approves a request of somebody else. */
  async approve(requestId: string, comment = ''): Promise<ChangeRequest> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/change-requests/${requestId}/approve`,
      body: { comment },
      schema: changeRequestSchema,
    });
  }

  /** Rejects a request. */
  async reject(requestId: string, comment = ''): Promise<ChangeRequest> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/change-requests/${requestId}/reject`,
      body: { comment },
      schema: changeRequestSchema,
    });
  }

  /** Makes an approved change, if the flag has not changed since. */
  async apply(requestId: string, comment = ''): Promise<ChangeRequest> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/change-requests/${requestId}/apply`,
      body: { comment },
      schema: changeRequestSchema,
    });
  }

  /** Takes back a request of one’s own. */
  async withdraw(requestId: string, comment = ''): Promise<ChangeRequest> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/change-requests/${requestId}/withdraw`,
      body: { comment },
      schema: changeRequestSchema,
    });
  }
}
