/** A JSON object of a case, before its shape is known. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object (not a list, not null). */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const malformed = (key: string, wanted: string): TypeError =>
  new TypeError(`The case's input '${key}' is not ${wanted}.`);

/** A required number of the input. */
export const numberAt = (input: JsonObject, key: string): number => {
  const value = input[key];
  if (typeof value !== 'number') throw malformed(key, 'a number');
  return value;
};

/** A number that may be absent or null, with its default. */
export const numberOr = (
  input: JsonObject,
  key: string,
  fallback: number,
): number =>
  input[key] === undefined || input[key] === null
    ? fallback
    : numberAt(input, key);

/** Whether the input has a value other than null under `key`. */
export const hasValue = (input: JsonObject, key: string): boolean =>
  input[key] !== undefined && input[key] !== null;

/** A required text of the input. */
export const textAt = (input: JsonObject, key: string): string => {
  const value = input[key];
  if (typeof value !== 'string') throw malformed(key, 'a text');
  return value;
};

/** A text that may be absent or null, with its default. */
export const textOr = (
  input: JsonObject,
  key: string,
  fallback: string,
): string => (hasValue(input, key) ? textAt(input, key) : fallback);

/** One of a closed set of texts, with a default for an absent one. */
export const oneOf = <const T extends string>(
  input: JsonObject,
  key: string,
  choices: readonly [T, ...T[]],
): T => {
  const value = textOr(input, key, choices[0]);
  const choice = choices.find(candidate => candidate === value);
  if (choice === undefined)
    throw malformed(key, `one of ${choices.join(', ')}`);
  return choice;
};

/** A required object of the input. */
export const objectAt = (input: JsonObject, key: string): JsonObject => {
  const value = input[key];
  if (!isJsonObject(value)) throw malformed(key, 'an object');
  return value;
};

/** A required list of the input. */
export const listAt = (input: JsonObject, key: string): readonly unknown[] => {
  const value = input[key];
  if (!Array.isArray(value)) throw malformed(key, 'a list');
  return value;
};

/** A required list of numbers. */
export const numbersAt = (input: JsonObject, key: string): readonly number[] =>
  listAt(input, key).map(value => {
    if (typeof value !== 'number') throw malformed(key, 'a list of numbers');
    return value;
  });

/** A required list of objects. */
export const objectsAt = (
  input: JsonObject,
  key: string,
): readonly JsonObject[] =>
  listAt(input, key).map(value => {
    if (!isJsonObject(value)) throw malformed(key, 'a list of objects');
    return value;
  });
