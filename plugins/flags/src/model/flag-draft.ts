import { createFlagSchema } from '@etude/plugin-flags-common';
import type { CreateFlag } from '@etude/plugin-flags-common';
import type { FieldProblem } from '@etude/ui';
import { FLAG_PRESETS } from './flag-presets';
import { schemaOf, variantsOf } from './flag-shape';
import type { FlagShape } from './flag-shape';
import { pathText } from './path-text';
import { shapeProblems } from './shape-problems';

/** A new flag while it is written. */
export type FlagDraft = {
  readonly id: string;
  readonly description: string;
  /** Entity reference, or empty while none is chosen. */
  readonly owner: string;
  /** Entity reference, or empty for none. */
  readonly component: string;
  readonly clients: readonly string[];
  readonly shape: FlagShape;
};

/** What the form starts with. */
export const EMPTY_FLAG_DRAFT: FlagDraft = {
  id: '',
  description: '',
  owner: '',
  component: '',
  clients: [],
  shape: FLAG_PRESETS[0].shape,
};

/** The draft as the API takes it. */
export const createFlagOf = (draft: FlagDraft): CreateFlag => ({
  id: draft.id.trim(),
  description: draft.description,
  owner: draft.owner,
  componentRef: draft.component === '' ? null : draft.component,
  clients: [...draft.clients],
  schema: schemaOf(draft.shape),
  variants: variantsOf(draft.shape),
});

const missing = (draft: FlagDraft): FieldProblem[] => [
  ...(draft.id.trim() === ''
    ? [
        {
          path: 'id',
          message: 'The flag has no id. Applications ask for it by its id.',
        },
      ]
    : []),
  ...(draft.owner === ''
    ? [
        {
          path: 'owner',
          message:
            'The flag has no owner. Choose the team that answers for it.',
        },
      ]
    : []),
];

/** Everything that is wrong with the draft as far as the browser can tell. */
export const draftProblems = (draft: FlagDraft): FieldProblem[] => {
  const own = [...missing(draft), ...shapeProblems(draft.shape)];
  const parsed = createFlagSchema.safeParse(createFlagOf(draft));
  if (parsed.success) return own;
  const named = new Set(own.map(({ path }) => path));
  return [
    ...own,
    ...parsed.error.issues
      .map(({ path, message }) => ({ path: pathText(path), message }))
      .filter(({ path }) => !named.has(path)),
  ];
};
