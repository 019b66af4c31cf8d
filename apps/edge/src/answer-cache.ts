import { parseFlagKey } from '@etude/openfeature-provider';
import type { FlagKey } from '@etude/openfeature-provider';
import type { FlagResolution } from '@etude/resolver';
import { isAscii, jsonResponse, prepared } from './http-message';
import type { EdgeResponse } from './http-message';
import { bulkKeys, ofrepAnswer } from './ofrep-answer';
import type { AnswerScope } from './ofrep-answer';
import { OFREP_STATUS } from './ofrep-failure';

/** The answers for all keys of one flag, for the bulk answer. */
export type BulkPart = {
  /** JSON with commas between the answers. */
  readonly text: string;
  readonly isAscii: boolean;
  /** The text and what is logged with it, in short. */
  readonly digest: string;
};

/** Bound of what one state remembers; past it answers are written anew. */
const MAX_ENTRIES = 100_000;

type Outcome<T> = Pick<FlagResolution, 'origin' | 'reason'> & {
  readonly assignmentId: string | null;
  readonly answer: T;
};

/**
 * By value, which belongs to one variant of one state; then what else decides
 * an answer, of which there are few.
 */
type Outcomes<T> = Map<object | null, Outcome<T>[]>;

const assignmentIdOf = ({ assignment }: FlagResolution): string | null =>
  assignment === null ? null : assignment.assignmentId;

const find = <T>(
  outcomes: Outcomes<T>,
  resolution: FlagResolution,
): T | undefined => {
  const candidates = outcomes.get(resolution.value);
  if (candidates === undefined) return undefined;
  const assignmentId = assignmentIdOf(resolution);
  for (const candidate of candidates) {
    if (
      candidate.origin === resolution.origin &&
      candidate.reason === resolution.reason &&
      candidate.assignmentId === assignmentId
    ) {
      return candidate.answer;
    }
  }
  return undefined;
};

/**
 * OFREP answers of one state. What a rule answers with a variant is the same
 * for every unit, so it is written once.
 */
export class AnswerCache {
  readonly #scope: AnswerScope;
  readonly #single = new Map<
    string,
    { flagKey: FlagKey; outcomes: Outcomes<EdgeResponse> }
  >();
  readonly #bulk = new Map<string, Outcomes<BulkPart>>();
  #entries = 0;

  constructor(scope: AnswerScope) {
    this.#scope = scope;
  }

  /** A key, split; the same object for the same key where it is known. */
  flagKey(key: string): FlagKey {
    return this.#single.get(key)?.flagKey ?? parseFlagKey(key);
  }

  /** The answer for one key. */
  single(flagKey: FlagKey, resolution: FlagResolution): EdgeResponse {
    const known = this.#single.get(flagKey.key);
    const found = known && find(known.outcomes, resolution);
    if (found !== undefined) return found;
    const answer = ofrepAnswer(flagKey, resolution, this.#scope);
    if ('errorCode' in answer) {
      return jsonResponse(OFREP_STATUS[answer.errorCode], answer);
    }
    const response = prepared(jsonResponse(200, answer));
    // A path below a property without a value may be anything: not kept.
    if (answer.value !== undefined || flagKey.path.length === 0) {
      const outcomes: Outcomes<EdgeResponse> =
        known?.outcomes ?? new Map<object | null, Outcome<EdgeResponse>[]>();
      this.#remember(outcomes, resolution, response);
      if (!known) this.#single.set(flagKey.key, { flagKey, outcomes });
    }
    return response;
  }

  /** The answers for a flag and its scalar properties. */
  bulk(resolution: FlagResolution, sha256: (text: string) => string): BulkPart {
    const known = this.#bulk.get(resolution.flag);
    const found = known && find(known, resolution);
    if (found !== undefined) return found;
    const part = this.#bulkPart(resolution, sha256);
    // The text of an error may differ from request to request.
    if (resolution.error === undefined) {
      const outcomes: Outcomes<BulkPart> =
        known ?? new Map<object | null, Outcome<BulkPart>[]>();
      this.#remember(outcomes, resolution, part);
      if (!known) this.#bulk.set(resolution.flag, outcomes);
    }
    return part;
  }

  #bulkPart(
    resolution: FlagResolution,
    sha256: (text: string) => string,
  ): BulkPart {
    const text = bulkKeys(resolution)
      .map(key => JSON.stringify(ofrepAnswer(key, resolution, this.#scope)))
      .join(',');
    // Which assignment gave a value is part of what a client has seen: when
    // only that changes (an experiment starts), the answer is logged again.
    const { assignment } = resolution;
    const logged = JSON.stringify(assignment && { ...assignment, unit: '' });
    const digest = sha256(`${text}|${logged}`).slice(0, 16);
    return { text, isAscii: isAscii(text), digest };
  }

  #remember<T>(
    outcomes: Outcomes<T>,
    resolution: FlagResolution,
    answer: T,
  ): void {
    if (this.#entries >= MAX_ENTRIES) return;
    this.#entries += 1;
    const { value, origin, reason } = resolution;
    const candidates = outcomes.get(value) ?? [];
    candidates.push({
      origin,
      reason,
      assignmentId: assignmentIdOf(resolution),
      answer,
    });
    outcomes.set(value, candidates);
  }
}
