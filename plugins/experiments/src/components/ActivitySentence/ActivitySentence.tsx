import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { formatDay } from '@etude/plugin-experiments-common';
import { Fragment } from 'react';

const NAMED =
  /((?:group|user|component):[\w.-]+\/[\w.-]*\w|\b\d{4}-\d{2}-\d{2}\b)/;

const DAY = /^\d/;

/** What happened, with people, teams and days written as people write them. */
export const ActivitySentence = (props: { readonly sentence: string }) => (
  <>
    {props.sentence.split(NAMED).map((part, index) => {
      // What the pattern found stands between the pieces it left.
      if (index % 2 === 0) return part;
      return (
        <Fragment key={index}>
          {DAY.test(part) ? (
            <time dateTime={part}>{formatDay(part)}</time>
          ) : (
            <EntityRefLink entityRef={part} hideIcon />
          )}
        </Fragment>
      );
    })}
  </>
);
