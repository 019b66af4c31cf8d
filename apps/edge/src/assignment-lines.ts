import { wellFormedJson } from '@etude/events';
import type { AssignmentRecord as LakeAssignment } from '@etude/events';
import type { ResolvedCredential } from '@etude/resolver';
import type { Given } from './assignment-records';

/** One apply of one client: what its assignment records share. */
export type ApplyContext = {
  readonly resolveId: string;
  /** Unique per apply; the records are numbered under it. */
  readonly logId: string;
  readonly assignedAt: Date;
  readonly credential: ResolvedCredential;
  /**
   * The log id of a record that a client may send again, also to another edge:
   * the lake holds it once. Left out where records are written with the answer.
   */
  readonly logIdOf?: (given: Given) => string;
};

/** What of a record differs from unit to unit and from apply to apply. */
type Varying = 'assigned_at' | 'resolve_id' | 'unit' | 'log_id' | 'id_origin';

type Template = {
  readonly given: Given;
  /** The start of a line: what does not vary. */
  readonly text: string;
};

/** Outcomes of one credential that are remembered. */
const MAX_TEMPLATES = 10_000;

const lastPart = (name: string): string =>
  name.slice(name.lastIndexOf('/') + 1);

const isLike = (one: Given, other: Given): boolean =>
  one.record.assignmentId === other.record.assignmentId &&
  one.variant === other.variant &&
  one.reason === other.reason &&
  one.record.segment === other.record.segment &&
  one.record.selector === other.record.selector &&
  one.applied.flag === other.applied.flag;

const startOf = (
  { client, environments }: ResolvedCredential,
  { applied, record, variant, reason }: Given,
): string => {
  const same: Omit<LakeAssignment, Varying> = {
    type: 'assignment',
    client,
    environment: environments.length > 0 ? environments.join(',') : null,
    variant: variant === null ? null : lastPart(variant),
    reason,
    selector: record.selector === '' ? 'targeting_key' : record.selector,
    flag: lastPart(applied.flag),
    rule: lastPart(record.rule),
    segment: lastPart(record.segment),
    assignment_id: record.assignmentId,
  };
  return wellFormedJson(same).slice(0, -1);
};

/** Starts of the lines of one credential, by rule. */
class Templates {
  readonly #credential: ResolvedCredential;
  readonly #byRule = new Map<string, Template[]>();
  #size = 0;

  constructor(credential: ResolvedCredential) {
    this.#credential = credential;
  }

  startOf(given: Given): string {
    const known = this.#byRule.get(given.record.rule);
    if (known !== undefined) {
      for (const template of known) {
        if (isLike(template.given, given)) return template.text;
      }
    }
    const text = startOf(this.#credential, given);
    if (this.#size < MAX_TEMPLATES) {
      this.#size += 1;
      if (known) known.push({ given, text });
      else this.#byRule.set(given.record.rule, [{ given, text }]);
    }
    return text;
  }
}

/**
 * Writes assignments as lines of the log. What a rule gives is written the
 * same way for every unit, so that part of a line is kept.
 */
export class AssignmentLines {
  // By the credential of a state, so that the templates go with the state.
  readonly #templates = new WeakMap<ResolvedCredential, Templates>();
  #lastMs = NaN;
  #lastText = '';

  /** The log lines of one apply. Names become ids. */
  of(given: readonly Given[], context: ApplyContext): string[] {
    const { credential, assignedAt, logIdOf } = context;
    let templates = this.#templates.get(credential);
    if (templates === undefined) {
      templates = new Templates(credential);
      this.#templates.set(credential, templates);
    }
    const resolveId = wellFormedJson(context.resolveId);
    // Its last quote is left off: a number follows.
    const logId = wellFormedJson(`${context.logId}-`).slice(0, -1);
    const lines: string[] = [];
    // Nearly always an apply has one unit and one instant.
    let shared = '';
    let unit: string | null = null;
    let appliedAt = assignedAt;
    for (const entry of given) {
      const { record, applied } = entry;
      const at = applied.appliedAt ?? assignedAt;
      if (record.unit !== unit || at !== appliedAt) {
        unit = record.unit;
        appliedAt = at;
        shared = `,"assigned_at":"${this.#isoText(at)}","resolve_id":${resolveId},"unit":${wellFormedJson(unit)},"log_id":`;
      }
      const end = logIdOf
        ? `${wellFormedJson(logIdOf(entry))},"id_origin":"client"}`
        : `${logId}${lines.length}"}`;
      lines.push(templates.startOf(entry) + shared + end);
    }
    return lines;
  }

  /** Many assignments come within one millisecond. */
  #isoText(instant: Date): string {
    const ms = instant.getTime();
    if (ms !== this.#lastMs) {
      this.#lastText = instant.toISOString();
      this.#lastMs = ms;
    }
    return this.#lastText;
  }
}
