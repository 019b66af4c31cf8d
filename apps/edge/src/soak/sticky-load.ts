import type { MaterializationLookup } from '@etude/resolver';
import { judgeSingle } from './answer-check';
import type { Judgement, Question } from './answer-check';
import type { EdgeRun } from './edge-fleet';
import type { LoadClient } from './load-client';
import { VARIANTS } from './soak-knobs';
import {
  STICKY_CREDENTIAL,
  STICKY_FLAG,
  STICKY_RULE,
  STICKY_SECRET,
} from './soak-states';

const PATH = `/ofrep/v1/evaluate/${STICKY_FLAG}`;

/**
 * An edge may still believe for a second that a unit is nowhere, after another
 * one let it in; while intake is paused it then gives it nothing.
 */
const ABSENCE_MS = 1_500;

/** What a store says that has a unit in a variant, or not at all. */
const storeWith =
  (variant: string | null): MaterializationLookup =>
  () =>
    variant === null
      ? null
      : {
          included: true,
          variants: { [STICKY_RULE]: `${STICKY_FLAG}/variants/${variant}` },
        };

type Asked = {
  /** The variant that was acknowledged before this was sent. */
  readonly kept: {
    readonly variant: string;
    readonly answeredMs: number;
  } | null;
  /** Nobody else asked for the unit until this was answered. */
  readonly isOnly: boolean;
  readonly sentMs: number;
};

/** The variants that the store may have for the unit; null for none. */
const possibleIn = ({ kept, isOnly }: Asked): (string | null)[] => {
  if (kept) return [kept.variant];
  // Whoever else asked, before or since, may have been given any.
  return isOnly ? [null] : [null, ...VARIANTS];
};

/** Judges an answer by what the store may have said. */
export const judgeSticky = (
  body: unknown,
  question: Omit<Question, 'credential' | 'materializations'>,
  asked: Asked,
): Judgement => {
  const judgeWith = (variant: string | null): Judgement =>
    judgeSingle(body, STICKY_FLAG, {
      ...question,
      credential: STICKY_CREDENTIAL,
      materializations: storeWith(variant),
    });
  const [first, ...others] = possibleIn(asked).map(judgeWith);
  const fitting = [first, ...others].find(judged => judged?.ok);
  if (fitting) return fitting;
  const { kept, sentMs } = asked;
  if (kept && sentMs - kept.answeredMs < ABSENCE_MS) {
    const absent = judgeWith(null);
    if (absent.ok && absent.records.length === 0) return absent;
  }
  return first ?? { ok: false, problem: 'no variant is possible' };
};

/** The sticky flag over OFREP, for units that several edges share. */
export const evaluateSticky = async (
  client: LoadClient,
  run: EdgeRun,
): Promise<void> => {
  const { sticky, violation } = client.tools;
  const context = client.stickyContext();
  const unit = String(context['targeting_key']);
  const question = client.question(run, context);
  const sentMs = Date.now();
  const kept = sticky.asks(unit);
  const { targeting_key: targetingKey, ...rest } = context;
  const reply = await client.post(run, PATH, [
    { context: { targetingKey, ...rest } },
    { authorization: `Bearer ${STICKY_SECRET}` },
  ]);
  if (!reply) return;
  if (reply.status !== 200) return client.refused(run, PATH, reply);
  const isOnly = sticky.isAskedOnce(unit);
  const judged = judgeSticky(reply.body, question, { kept, isOnly, sentMs });
  if (!client.accept(run, PATH, judged) || !judged.ok) return;
  const variant = judged.records[0]?.variant ?? null;
  if (variant === null) return;
  const answeredMs = Date.now();
  const problem = sticky.answered(unit, variant, { run: run.id, answeredMs });
  if (problem !== null) violation(problem);
};
