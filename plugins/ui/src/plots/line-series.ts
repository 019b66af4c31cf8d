/** A point of a series, in data units. */
export type LinePoint = { readonly x: number; readonly y: number };

/** A named series; a reference is drawn thinner than what is measured. */
export type LineSeries = {
  readonly name: string;
  readonly points: readonly LinePoint[];
  readonly isReference?: true;
};
