import { randomUUID } from 'node:crypto';
import { EtudeError } from '@etude/kernel';
import type {
  ChangeRequest,
  ChangeRequestQuery,
  ChangeRequestState,
  FlagRecord,
  createChangeRequestSchema,
} from '@etude/plugin-flags-common';
import type { z } from 'zod';
import type { Stores } from '../stores/stores';
import { editFlagIn } from './edit-flag';
import { editorOfChange, previewChange } from './flag-change';
import type { FlagDependencies } from './flag-service';
import { etagConflict, notFound, refusal } from './refusals';
import type { SavedSegment } from './save-segment';

type NewRequest = z.output<typeof createChangeRequestSchema>;

type Said = { readonly by: string; readonly comment: string };

const requestState = (
  { id, state }: ChangeRequest,
  needed: readonly ChangeRequestState[],
): EtudeError =>
  new EtudeError(
    `Change request '${id}' is ${state}, and this is for requests that are ${needed.join(' or ')}. Make a new request.`,
    {
      code: 'ETUDE_FLAGS_CHANGE_REQUEST_STATE_CONFLICT',
      kind: 'user',
      details: { changeRequest: id, state },
    },
  );

const notYours = (message: string, id: string): EtudeError =>
  new EtudeError(message, {
    code: 'ETUDE_FLAGS_CHANGE_REQUEST_FORBIDDEN',
    kind: 'user',
    details: { changeRequest: id },
  });

const openRequest = async (
  stores: Pick<Stores, 'changeRequests'>,
  id: string,
  states: readonly ChangeRequestState[],
): Promise<ChangeRequest> => {
  const request = await stores.changeRequests.get(id);
  if (!request) throw notFound('change request', id);
  if (!states.includes(request.state)) throw requestState(request, states);
  return request;
};

const moved = (
  request: ChangeRequest,
  state: ChangeRequestState,
  said: Said & { readonly at: string },
): ChangeRequest => ({
  ...request,
  state,
  log: [...request.log, { ...said, state }],
});

const segmentChanges = (
  stores: Stores,
  segments: readonly SavedSegment[],
): Promise<NonNullable<ChangeRequest['segments']>> =>
  Promise.all(
    segments.map(async after => ({
      before: (await stores.segments.get(after.id)) ?? null,
      after,
    })),
  );

/** The request with what is in the way of applying it, if anything is. */
const withProblems = (
  request: ChangeRequest,
  flags: readonly Pick<FlagRecord, 'id' | 'etag'>[],
): ChangeRequest => {
  const isPending = request.state === 'open' || request.state === 'approved';
  const flag = flags.find(({ id }) => id === request.flagId);
  if (!isPending || flag?.etag === request.etag) return request;
  const message = `Flag '${request.flagId}' was changed since this was asked for, so what was to be approved is not what would be made. Ask for it again.`;
  const { code } = etagConflict('flag', request.flagId);
  return { ...request, problems: [{ code, message }] };
};

const requestReads = ({ stores }: FlagDependencies) => ({
  /** The matching requests and what is in their way, newest first. */
  async list(query: ChangeRequestQuery): Promise<ChangeRequest[]> {
    const requests = await stores.changeRequests.list(query);
    const flags = await stores.flags.getMany([
      ...new Set(requests.map(({ flagId }) => flagId)),
    ]);
    return requests.map(request => withProblems(request, flags));
  },

  /** One request and what is in its way; throws ETUDE_FLAGS_NOT_FOUND. */
  async get(id: string): Promise<ChangeRequest> {
    const request = await stores.changeRequests.get(id);
    if (!request) throw notFound('change request', id);
    return withProblems(request, await stores.flags.getMany([request.flagId]));
  },
});

const requestCreation = ({ stores, clock, approvals }: FlagDependencies) => ({
  /** A request with what it would change; refused for what is invalid. */
  async create(input: NewRequest, by: string): Promise<ChangeRequest> {
    const at = clock.now().toISOString();
    const flag = await stores.flags.get(input.flagId);
    if (!flag) throw notFound('flag', input.flagId);
    if (flag.etag !== input.etag) throw etagConflict('flag', flag.id);
    const preview = await previewChange(
      stores,
      { flag, change: input.change },
      { by, at, approvals },
    );
    const { after } = preview;
    if (after === null || preview.problems.length > 0) {
      throw refusal(
        `The change of flag '${flag.id}' cannot be made`,
        preview.problems,
      );
    }
    const request: ChangeRequest = {
      ...input,
      id: randomUUID(),
      state: 'open',
      createdAt: at,
      createdBy: by,
      before: flag,
      after,
      ...(preview.segments.length === 0
        ? {}
        : { segments: await segmentChanges(stores, preview.segments) }),
      problems: [],
      log: [{ at, by, state: 'open', comment: input.reason }],
    };
    await stores.changeRequests.insert(request);
    return request;
  },
});

const requestReviews = ({ stores, clock, approvals }: FlagDependencies) => {
  const at = () => clock.now().toISOString();

  const move = async (
    request: ChangeRequest,
    state: ChangeRequestState,
    said: Said,
  ): Promise<ChangeRequest> => {
    const next = moved(request, state, { ...said, at: at() });
    if (!(await stores.changeRequests.replace(next, request.state))) {
      throw etagConflict('change request', request.id);
    }
    return next;
  };

  return {
    /**
     * Approves an open request. Not of one's own, unless every rule that asks
     * for the approval allows it.
     */
    async approve(id: string, said: Said): Promise<ChangeRequest> {
      const request = await openRequest(stores, id, ['open']);
      if (request.createdBy === said.by) {
        const preview = await previewChange(
          stores,
          { flag: request.before, change: request.change },
          { by: said.by, at: at(), approvals },
        );
        const maySelf = preview.approvals.every(rule => rule.allowSelfApproval);
        if (preview.after === null || !maySelf) {
          throw notYours(
            `You cannot approve change request '${id}', because it is your own. Ask a colleague who owns the flag.`,
            id,
          );
        }
      }
      return move(request, 'approved', said);
    },

    /** Rejects a request that has not been applied. */
    async reject(id: string, said: Said): Promise<ChangeRequest> {
      const request = await openRequest(stores, id, ['open', 'approved']);
      return move(request, 'rejected', said);
    },

    /** Takes back one's own request. */
    async withdraw(id: string, said: Said): Promise<ChangeRequest> {
      const request = await openRequest(stores, id, ['open', 'approved']);
      if (request.createdBy !== said.by) {
        throw notYours(
          `You cannot withdraw change request '${id}', because ${request.createdBy} made it. Reject it instead.`,
          id,
        );
      }
      return move(request, 'withdrawn', said);
    },
  };
};

const requestApplication = ({
  writeState,
  clock,
  approvals,
}: FlagDependencies) => ({
  /**
   * Makes an approved change, once, if the flag still is what the change was
   * made from. Throws ETUDE_FLAGS_ETAG_CONFLICT if it is not.
   */
  async apply(id: string, said: Said): Promise<ChangeRequest> {
    const at = clock.now().toISOString();
    return writeState(async tx => {
      const request = await openRequest(tx, id, ['approved']);
      const editor = editorOfChange(request.change, request.createdBy);
      await editFlagIn(tx, editor, {
        flagId: request.flagId,
        etag: request.etag,
        by: said.by,
        at,
        approvals,
        isApproved: true,
      });
      const value = moved(request, 'applied', { ...said, at });
      await tx.changeRequests.replace(value, 'approved');
      return { value, isChanged: true };
    });
  },
});

/** Use cases of change requests. */
export type ChangeRequestService = ReturnType<
  typeof createChangeRequestService
>;

/** Use cases of change requests on `stores`. */
export const createChangeRequestService = (deps: FlagDependencies) => ({
  ...requestReads(deps),
  ...requestCreation(deps),
  ...requestReviews(deps),
  ...requestApplication(deps),
});
