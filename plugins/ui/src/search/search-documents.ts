/** What a search result says about itself, as the search index sends it. */
export type FoundDocument = {
  readonly title: string;
  readonly text: string;
  readonly location: string;
  /** Entity ref of its owner, where the index knows one. */
  readonly owner?: string;
  readonly state?: string;
  /** A sentence about it; `text` is for the index. */
  readonly summary?: string;
};

/** Where the searched words stand in the fields of a document. */
export type FoundHighlight = {
  readonly preTag: string;
  readonly postTag: string;
  readonly fields: Readonly<Record<string, string>>;
};

/** One result of a search. */
export type Found = {
  readonly type: string;
  readonly document: FoundDocument;
  readonly highlight?: FoundHighlight;
};
