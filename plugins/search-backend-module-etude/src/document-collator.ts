import { Readable } from 'node:stream';
import type {
  DocumentCollatorFactory,
  IndexableDocument,
} from '@backstage/plugin-search-common';

/** A search result of Etude: `text` is searched, the rest is shown. */
export type EtudeDocument = IndexableDocument & {
  /** Entity ref of the team that owns it. */
  readonly owner: string;
  readonly state: string;
  /** What it is about, in its owner's words. */
  readonly summary: string;
};

export type DocumentCollatorOptions = {
  /** Index name and result type: `experiment`, `flag`, `metric`. */
  readonly type: string;
  readonly visibilityPermission: NonNullable<
    DocumentCollatorFactory['visibilityPermission']
  >;
  /** Everything to index; a failure leaves the former index in place. */
  readonly documents: () => AsyncIterable<EtudeDocument>;
};

/** A collator that streams the documents of one type into the index. */
export const createDocumentCollator = ({
  documents,
  ...factory
}: DocumentCollatorOptions): DocumentCollatorFactory => ({
  ...factory,
  getCollator: () => Promise.resolve(Readable.from(documents())),
});
