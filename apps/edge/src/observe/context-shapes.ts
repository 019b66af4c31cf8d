import type { EvaluationContext, ResolvedCredential } from '@etude/resolver';
import { isJsonBody } from '../parse-json-body';

/** A field that contexts of a client had; never a value of it. */
export type ContextField = {
  readonly client: string;
  /** Names from the outside in, joined by dots. */
  readonly path: string;
  readonly type: 'string' | 'number' | 'bool' | 'list' | 'struct' | 'null';
  /** What its text looks like, or null. */
  readonly kind: FieldKind | null;
  /** Contexts that were looked at and had it. */
  readonly count: number;
};

/** What the text of a field may look like. */
export type FieldKind =
  'country' | 'date' | 'email' | 'timestamp' | 'uuid' | 'version';

/** Contexts of a period that are all looked at; then one in `EVERY`. */
const FIRST = 50;
const EVERY = 50;

const MAX_FIELDS = 2_000;
const MAX_FIELDS_OF_CONTEXT = 100;
const MAX_DEPTH = 4;
const MAX_PATH = 200;

// A name that fits no identifier is probably data (an e-mail address as a
// key), and data must not leave the edge.
const FIELD_NAME = /^[A-Za-z_][\w-]{0,63}$/;

const KINDS: readonly (readonly [FieldKind, RegExp])[] = [
  ['country', /^[A-Z]{2}$/],
  ['version', /^v?\d{1,9}(\.\d{1,9}){1,3}([-+][\w.+-]{1,40})?$/],
  ['date', /^\d{4}-\d{2}-\d{2}$/],
  ['timestamp', /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/],
  ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i],
  ['email', /^[^\s@]{1,64}@[^\s@]{1,190}$/],
];

// OFREP contexts have it beside `targeting_key`, by which rules know it.
const OPENFEATURE_UNIT = 'targetingKey';

const MAX_KIND_LENGTH = 255;

const kindOf = (value: unknown): FieldKind | null => {
  if (typeof value !== 'string' || value.length > MAX_KIND_LENGTH) return null;
  return KINDS.find(([, pattern]) => pattern.test(value))?.[0] ?? null;
};

const typeOf = (value: unknown): ContextField['type'] => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'number';
    case 'boolean':
      return 'bool';
    default:
      return 'struct';
  }
};

type Seen = { -readonly [Name in keyof ContextField]: ContextField[Name] };

/**
 * Learns which fields contexts have, from a sample: the first contexts after
 * each {@link take}, then one in fifty.
 */
export class ContextShapes {
  #fields = new Map<string, Seen>();
  #contexts = 0;

  add({ client }: ResolvedCredential, context: EvaluationContext): void {
    this.#contexts += 1;
    if (this.#contexts > FIRST && this.#contexts % EVERY !== 0) return;
    this.#addStruct(client, context, { prefix: '', depth: 1, left: [0] });
  }

  /** The fields seen since the last call. */
  take(): ContextField[] {
    const fields = [...this.#fields.values()];
    this.#fields = new Map();
    this.#contexts = 0;
    return fields;
  }

  #addStruct(
    client: string,
    struct: Readonly<Record<string, unknown>>,
    at: { prefix: string; depth: number; left: [number] },
  ): void {
    for (const [name, value] of Object.entries(struct)) {
      if (!FIELD_NAME.test(name)) continue;
      at.left[0] += 1;
      if (at.left[0] > MAX_FIELDS_OF_CONTEXT) return;
      const path = at.prefix + name;
      if (path.length > MAX_PATH || path === OPENFEATURE_UNIT) continue;
      const type = typeOf(value);
      this.#addField({ client, path, type, kind: kindOf(value) });
      if (isJsonBody(value) && at.depth < MAX_DEPTH) {
        const depth = at.depth + 1;
        const prefix = `${path}.`;
        this.#addStruct(client, value, { prefix, depth, left: at.left });
      }
    }
  }

  #addField(field: Omit<ContextField, 'count'>): void {
    const { client, path, type, kind } = field;
    const key = `${client} ${path} ${type} ${kind}`;
    const seen = this.#fields.get(key);
    if (seen) seen.count += 1;
    else if (this.#fields.size < MAX_FIELDS) {
      this.#fields.set(key, { ...field, count: 1 });
    }
  }
}
