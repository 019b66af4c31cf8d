import type {
  Audience,
  Experiment,
  ExperimentAssignment,
  ExperimentPlan,
} from '@etude/lifecycle';
import {
  changed,
  countWords,
  fromTo,
  joinedAndLeft,
  listWords,
  nameWords,
  percentWords,
} from './change-words';
import { decisionRuleChanges, designChanges } from './design-changes';
import { metricChanges, planningChanges } from './metric-changes';

type Changes = readonly string[];

const SOURCES = { flag: 'a flag', table: 'data already in a table' };

const assignmentChanges = (
  before: ExperimentAssignment,
  after: ExperimentAssignment,
): Changes => {
  if (before.kind === 'flag' && after.kind === 'flag') {
    return fromTo(
      'the flag',
      nameWords(before.flagId),
      nameWords(after.flagId),
    );
  }
  if (before.kind === 'flag' || after.kind === 'flag') {
    return fromTo(
      'where units get their variant',
      SOURCES[before.kind],
      SOURCES[after.kind],
    );
  }
  return (
    [
      ['the fact table', 'factTableId'],
      ['the unit column', 'unitColumn'],
      ['the variant column', 'variantColumn'],
      ['the column of exposure times', 'exposedAtColumn'],
    ] as const
  )
    .flatMap(([what, key]) =>
      fromTo(what, nameWords(before[key]), nameWords(after[key])),
    )
    .concat(
      changed('the covariates', before.covariates, after.covariates),
      joinedAndLeft(
        'dimension column',
        before.dimensions ?? [],
        after.dimensions ?? [],
      ),
    );
};

const variantChanges = (
  before: ExperimentPlan,
  after: ExperimentPlan,
): Changes => [
  ...joinedAndLeft(
    'variant',
    before.variants.map(({ id }) => id),
    after.variants.map(({ id }) => id),
  ),
  ...after.variants.flatMap(({ id, weight }) => {
    const earlier = before.variants.find(variant => variant.id === id);
    return earlier
      ? fromTo(
          `the weight of ${nameWords(id)}`,
          countWords(earlier.weight),
          countWords(weight),
        )
      : [];
  }),
  ...fromTo(
    'the control',
    nameWords(before.controlVariant),
    nameWords(after.controlVariant),
  ),
];

const audienceChanges = (before: Audience, after: Audience): Changes => [
  ...changed(
    'the conditions of the audience',
    before.conditions,
    after.conditions,
  ),
  ...fromTo(
    'the share of the audience',
    percentWords(before.proportion),
    percentWords(after.proportion),
  ),
  ...fromTo(
    'the exclusivity tags',
    listWords(before.exclusivityTags),
    listWords(after.exclusivityTags),
  ),
];

const planChanges = (
  before: ExperimentPlan,
  after: ExperimentPlan,
): Changes => [
  ...changed('the hypothesis', before.hypothesis, after.hypothesis),
  ...assignmentChanges(before.assignment, after.assignment),
  ...fromTo('the unit', nameWords(before.entity), nameWords(after.entity)),
  ...fromTo(
    'the targeting key',
    nameWords(before.targetingKeySelector),
    nameWords(after.targetingKeySelector),
  ),
  ...variantChanges(before, after),
  ...audienceChanges(before.audience, after.audience),
  ...changed(
    'from when on a unit counts',
    before.exposureFilter,
    after.exposureFilter,
  ),
  ...metricChanges(before.metrics, after.metrics),
  ...changed('the breakdowns', before.dimensions, after.dimensions),
  ...designChanges(before.design, after.design),
  ...fromTo('the time zone', before.timeZone ?? 'UTC', after.timeZone ?? 'UTC'),
  ...decisionRuleChanges(before.decisionRule, after.decisionRule),
  ...planningChanges(before.planning, after.planning),
  ...fromTo(
    'the units needed',
    countWords(before.requiredUnits),
    countWords(after.requiredUnits),
  ),
];

/** What people give an experiment; the rest is its life. */
type ExperimentContent = Pick<
  Experiment,
  'name' | 'owner' | 'componentRef' | 'surface' | 'plan'
>;

/**
 * What differs between two versions of an experiment, each difference a
 * sentence in the words of the form; single values say from what to what.
 * Catalog refs stand as they are, for screens to name.
 */
export const experimentChanges = (
  before: ExperimentContent,
  after: ExperimentContent,
): readonly string[] => [
  ...fromTo('the name', nameWords(before.name), nameWords(after.name)),
  ...fromTo('the owner', before.owner, after.owner),
  ...fromTo(
    'the component',
    before.componentRef ?? 'none',
    after.componentRef ?? 'none',
  ),
  ...fromTo('the surface', nameWords(before.surface), nameWords(after.surface)),
  ...planChanges(before.plan, after.plan),
];
