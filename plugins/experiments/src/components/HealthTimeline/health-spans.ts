import type {
  HealthState,
  LookSummary,
} from '@etude/plugin-experiments-common';

/** A stretch of looks at which a check stood the same. */
export type HealthSpan = {
  readonly state: HealthState;
  /** Milliseconds since 1970 of the first look of the stretch. */
  readonly from: number;
  /** Of the first look after it; of the last look where there is none. */
  readonly to: number;
  readonly looks: number;
};

/** The stretches of one check over looks that are in order of time. */
export const healthSpans = (
  looks: readonly LookSummary[],
  checkId: string,
): readonly HealthSpan[] => {
  const spans: HealthSpan[] = [];
  for (const look of looks) {
    const at = Date.parse(look.at);
    const state = look.health.find(({ id }) => id === checkId)?.state;
    const open = spans.at(-1);
    if (open) spans[spans.length - 1] = { ...open, to: at };
    if (state === undefined) continue;
    if (open?.state === state) {
      spans[spans.length - 1] = { ...open, to: at, looks: open.looks + 1 };
    } else {
      spans.push({ state, from: at, to: at, looks: 1 });
    }
  }
  return spans;
};
