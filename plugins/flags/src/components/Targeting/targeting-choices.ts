import type { ContextField } from '@etude/plugin-flags-common';
import type { FieldProblem } from '@etude/ui';
import type { Segment } from '../../model/wire-types';

/** What the parts of the editor offer, and what is wrong so far. */
export type TargetingChoices = {
  /** Fields of the context that clients send. */
  readonly fields: readonly ContextField[];
  /** Segments that may be referred to. */
  readonly segments: readonly Segment[];
  readonly problems: readonly FieldProblem[];
};
