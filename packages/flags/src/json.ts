import { z } from 'zod';

/** Any JSON value, as flag values and evaluation contexts carry them. */
export type JsonValue =
  string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** A JSON object: the value of every variant. */
export type JsonObject = { [key: string]: JsonValue };

/** Parses any JSON object, for fields whose shape a flag schema decides. */
export const jsonObjectSchema = z.record(z.string(), z.json());
