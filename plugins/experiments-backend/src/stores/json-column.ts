/** The value of a JSON text column, to be parsed by a schema. */
export const readJson = (text: string): unknown => JSON.parse(text);
