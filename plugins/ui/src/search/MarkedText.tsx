import { Fragment } from 'react';
import type { FoundHighlight } from './search-documents';

export type MarkedTextProps = {
  readonly field: string;
  readonly plain: string;
  readonly highlight: FoundHighlight | undefined;
};

/** A field of a search result, with the searched words marked. */
export const MarkedText = ({ field, plain, highlight }: MarkedTextProps) => {
  const marked = highlight?.fields[field];
  if (highlight === undefined || marked === undefined) return <>{plain}</>;
  const [start = '', ...rest] = marked.split(highlight.preTag);
  return (
    <>
      {start}
      {rest.map((piece, index) => {
        const [word = '', ...after] = piece.split(highlight.postTag);
        return (
          <Fragment key={index}>
            <mark>{word}</mark>
            {after.join('')}
          </Fragment>
        );
      })}
    </>
  );
};
