import type {
  AppliedDefinitions,
  DefinitionChange,
} from '@etude/plugin-metrics-common';
import type { Tone } from '@etude/ui';

const KINDS: Readonly<Record<DefinitionChange['kind'], string>> = {
  'fact-table': 'Fact table',
  relation: 'Relation',
  metric: 'Metric',
};

/** What a changed definition is, with its id. */
export const changedThing = ({ kind, id }: DefinitionChange): string =>
  `${KINDS[kind]} ${id}`;

const TO_DO = { create: 'Is new', update: 'Changes', none: 'Stays' };
const DONE = { create: 'Created', update: 'Changed', none: 'Stayed' };

/** What happens, or happened, to a definition. */
export const changeState = (
  { change, problems }: DefinitionChange,
  isApplied: boolean,
): { readonly tone: Tone; readonly word: string } => {
  if (problems.length > 0) return { tone: 'bad', word: 'Refused' };
  const word = (isApplied ? DONE : TO_DO)[change];
  if (change === 'none') return { tone: 'muted', word };
  return { tone: isApplied ? 'good' : 'active', word };
};

/** How many definitions a file creates or changes. */
export const changesToDo = ({ changes }: AppliedDefinitions): number =>
  changes.filter(({ change }) => change !== 'none').length;

/** What a file does, or has done, in a sentence. */
export const appliedWords = (applied: AppliedDefinitions): string => {
  const { changes, isApplied } = applied;
  const refused = changes.filter(({ problems }) => problems.length > 0).length;
  const toDo = changesToDo(applied);
  if (isApplied) {
    return refused === 0
      ? 'All that the file says is done.'
      : `${toDo - refused} of ${toDo} changes are done; the others were refused. Mend the file and apply it again: what is done stays done.`;
  }
  if (refused > 0) {
    return 'Nothing was changed, because a part of the file is refused.';
  }
  return toDo === 0
    ? 'Everything is as the file says; there is nothing to do.'
    : 'Nothing was changed yet. Each new or changed definition is held against its warehouse when the file is applied.';
};
