import type { Segment } from '@etude/flags';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { segmentsAround } from './segment-usage';

const NAMED_RULE = /^flags\/([^/]+)\/rules\/([^/]+)$/;

/** The ids in `flags/<flag>/rules/<rule>`; flag null for another name. */
export const idsOfRule = (
  name: string,
): { readonly flag: string | null; readonly rule: string } => {
  const [, flag, rule] = NAMED_RULE.exec(name) ?? [];
  return flag === undefined || rule === undefined
    ? { flag: null, rule: name }
    : { flag, rule };
};

/** The id in `flags/<flag>/variants/<variant>`; null for no variant. */
export const idOfVariant = (name: string): string | null =>
  name === '' ? null : name.slice(name.lastIndexOf('/') + 1);

const materializationsOf = ({ targeting }: Segment): string[] =>
  Object.values(targeting?.criteria ?? {}).flatMap(criterion =>
    criterion.type === 'materializedSegment'
      ? [criterion.materializedSegment]
      : [],
  );

/**
 * Ids of the flags that look a materialization up, by its name: with a sticky
 * rule, or with a segment that asks for membership, nested or not.
 */
export const materializationUsers = (
  flags: readonly FlagRecord[],
  segments: readonly Segment[],
): ReadonlyMap<string, ReadonlySet<string>> => {
  const users = new Map<string, Set<string>>();
  const add = (name: string, flagId: string) => {
    const known = users.get(name);
    if (known) known.add(flagId);
    else users.set(name, new Set([flagId]));
  };
  for (const segment of segments) {
    const names = materializationsOf(segment);
    if (names.length === 0) continue;
    const around = segmentsAround(segment.id, segments);
    const asking = flags.filter(({ rules }) =>
      rules.some(rule => around.has(rule.segment)),
    );
    for (const name of names) for (const { id } of asking) add(name, id);
  }
  for (const { id, rules } of flags) {
    for (const { stickiness } of rules) {
      if (stickiness) add(stickiness.materialization, id);
    }
  }
  return users;
};
