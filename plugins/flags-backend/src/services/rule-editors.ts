import { createHash } from 'node:crypto';
import type { Rule } from '@etude/flags';
import type { Problem } from '@etude/kernel';
import type { FlagRecord, PersonRuleRequest } from '@etude/plugin-flags-common';
import { segmentManagerOf } from '../rules/derived-id';
import { unusableSegment } from '../rules/flag-update';
import {
  placedRules,
  planPersonRule,
  ruleSegmentId,
} from '../rules/person-rule';
import type { PlannedPersonRule } from '../rules/person-rule';
import { targetingProblems } from '../rules/targeting-problems';
import type { Stores } from '../stores/stores';
import type { FlagEdit, FlagEditor } from './edit-flag';
import { notFound, refusal } from './refusals';
import type { SavedSegment } from './save-segment';

/**
 * A readable id that no rule of the flag ever had: buckets depend on it. No
 * two rules are made of one revision, and whoever approves of a rule sees the
 * id it gets.
 */
const newRuleId = (flag: FlagRecord, name: string): string => {
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
    .replace(/-$/, '');
  const suffix = createHash('sha256')
    .update(JSON.stringify([flag.id, flag.createdAt, flag.etag, name]))
    .digest('hex')
    .slice(0, 8);
  return readable === '' ? `rule-${suffix}` : `${readable}-${suffix}`;
};

const personRuleOf = (flag: FlagRecord, ruleId: string): Rule => {
  const rule = flag.rules.find(({ id }) => id === ruleId);
  if (!rule) throw notFound('rule', ruleId);
  if (rule.owner.kind !== 'person') {
    throw refusal(`Rule '${ruleId}' cannot be changed here`, [
      {
        code: 'ETUDE_FLAGS_RULE_OWNED',
        message: `It belongs to the ${rule.owner.kind} '${rule.owner.ref}' and can only be moved here. Change it there.`,
      },
    ]);
  }
  return rule;
};

// A rollout that reaches nobody would keep its variant from being removed.
const removableRuleOf = (flag: FlagRecord, ruleId: string): Rule => {
  const isOver = (rule: Rule) => !rule.enabled && rule.owner.kind === 'rollout';
  const over = flag.rules.find(rule => rule.id === ruleId && isOver(rule));
  return over ?? personRuleOf(flag, ruleId);
};

const segmentProblems = async (
  tx: Stores,
  request: PersonRuleRequest,
  { segment }: PlannedPersonRule,
): Promise<Problem[]> => {
  const segments = await tx.segments.list();
  if (segment) return targetingProblems(segment, segments);
  if (request.kind !== 'segment') return [];
  const id = request.segment;
  const path = 'segment';
  const known = segments.find(other => other.id === id);
  if (known && segmentManagerOf(id) !== 'person') {
    return [
      {
        code: 'ETUDE_FLAGS_SEGMENT_OWNED',
        path,
        message: `Segment '${id}' belongs to a ${segmentManagerOf(id)}, which may change it at any time. Choose one that people manage, or give the rule a targeting of its own.`,
      },
    ];
  }
  if (known?.state === 'allocated') return [];
  return [unusableSegment(id, path, known)];
};

const checkSegment = async (
  tx: Stores,
  request: PersonRuleRequest,
  planned: PlannedPersonRule,
): Promise<void> => {
  const problems = await segmentProblems(tx, request, planned);
  if (problems.length > 0) {
    throw refusal(`Rule '${request.name}' cannot be saved`, problems);
  }
};

/** The rule's own segment put away, where `after` does not use it any more. */
export const leftOverSegment = async (
  tx: Stores,
  after: FlagRecord,
  ruleId: string,
): Promise<SavedSegment[]> => {
  const id = ruleSegmentId(after.id, ruleId);
  if (after.rules.some(({ segment }) => segment === id)) return [];
  const segment = await tx.segments.get(id);
  return segment && segment.state !== 'archived'
    ? [{ ...segment, state: 'archived' }]
    : [];
};

/**
 * Adds a rule of a person, with a segment of its own where it needs one. It
 * belongs to `author`, if given, instead of to who makes the change.
 */
export const createRuleEditor =
  (request: PersonRuleRequest, author?: string): FlagEditor =>
  async (before, tx, { by }): Promise<FlagEdit> => {
    const planned = planPersonRule(request, {
      flagId: before.id,
      ruleId: newRuleId(before, request.name),
      by: author ?? by,
    });
    await checkSegment(tx, request, planned);
    return {
      after: {
        ...before,
        rules: placedRules(before.rules, planned.rule, request.position),
      },
      change: 'rule-created',
      summary: `Rule '${request.name}' created${request.enabled ? '' : ', switched off'}.`,
      segments: planned.segment ? [planned.segment] : [],
      check: 'whole',
    };
  };

/** Replaces a rule of a person, and the segment it has for itself. */
export const updateRuleEditor =
  (ruleId: string, request: PersonRuleRequest): FlagEditor =>
  async (before, tx, { by }): Promise<FlagEdit> => {
    const rule = personRuleOf(before, ruleId);
    const segment = await tx.segments.get(ruleSegmentId(before.id, ruleId));
    const planned = planPersonRule(request, {
      flagId: before.id,
      ruleId,
      by,
      existing: { rule, segment },
    });
    await checkSegment(tx, request, planned);
    const after = {
      ...before,
      rules: placedRules(before.rules, planned.rule, request.position),
    };
    return {
      after,
      change: 'rule-updated',
      summary: `Rule '${request.name}' edited.`,
      segments: planned.segment
        ? [planned.segment]
        : await leftOverSegment(tx, after, ruleId),
      check: 'whole',
    };
  };

/**
 * Removes a rule of a person, and puts away the segment made for it; or one
 * of a rollout that reaches nobody.
 */
export const deleteRuleEditor =
  (ruleId: string): FlagEditor =>
  async (before, tx): Promise<FlagEdit> => {
    const rule = removableRuleOf(before, ruleId);
    const after = {
      ...before,
      rules: before.rules.filter(({ id }) => id !== ruleId),
    };
    return {
      after,
      change: 'rule-deleted',
      summary: `Rule '${rule.name}' deleted.`,
      segments: await leftOverSegment(tx, after, ruleId),
      check: 'none',
    };
  };

/** Puts the rules in another order; refused unless it names each once. */
export const orderEditor =
  (ids: readonly string[]): FlagEditor =>
  async (before): Promise<FlagEdit> => {
    const present = before.rules.map(({ id }) => id);
    if ([...ids].sort().join() !== [...present].sort().join()) {
      throw refusal(`The rules of flag '${before.id}' cannot be ordered so`, [
        {
          code: 'ETUDE_FLAGS_RULE_ORDER',
          path: 'rules',
          message: `The order has to name each rule once: ${present.join(', ')}.`,
        },
      ]);
    }
    return {
      after: {
        ...before,
        rules: before.rules.toSorted(
          (a, b) => ids.indexOf(a.id) - ids.indexOf(b.id),
        ),
      },
      change: 'rules-reordered',
      summary: 'Rules put in another order.',
      check: 'none',
    };
  };
