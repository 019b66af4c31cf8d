import type { StateFlag } from '@etude/flags';
import { backFill } from './back-fill';
import { compileRule } from './rule';
import type { CompiledFlag, FlagEntry } from './rule';
import type { SegmentEntry } from './segment-entries';
import type { UnitReader } from './unit';

/** What compiling a flag needs of the rest of the state. */
export type FlagScope = {
  /** The compiled segment, or undefined when the state has none such. */
  readonly segment: (name: string) => SegmentEntry | undefined;
  readonly unitReader: (selector: string) => UnitReader;
  /** The flag that `dependent` names as prerequisite; null if it cannot hold. */
  readonly prerequisite: (dependent: string, name: string) => FlagEntry | null;
};

const noneIfEmpty = <T>(list: readonly T[] | undefined): readonly T[] | null =>
  list === undefined || list.length === 0 ? null : list;

/**
 * Compiles the enabled rules of a flag; rules of unknown segments are left
 * out. Throws on a broken state.
 */
export const compileFlag = (
  flag: StateFlag,
  scope: FlagScope,
): CompiledFlag => {
  const variants = flag.variants.map(variant => {
    const value = backFill(flag.schema.fields, variant.value);
    return value === variant.value ? variant : { name: variant.name, value };
  });
  const rules = [];
  for (const rule of flag.rules) {
    if (!rule.enabled) continue;
    const segment = scope.segment(rule.segment);
    if (segment === undefined) continue;
    const { unitReader } = scope;
    rules.push(compileRule(rule, { flag, variants, segment, unitReader }));
  }
  const defaultName = flag.defaultVariant ?? null;
  const prerequisites = noneIfEmpty(flag.prerequisites);
  return {
    name: flag.name,
    schema: flag.schema,
    // Copied to size: an array that has grown keeps room for many more.
    rules: rules.slice(),
    isEnabled: flag.enabled !== false,
    disabledEnvironments: noneIfEmpty(flag.disabledEnvironments),
    defaultName,
    defaultVariant: variants.find(({ name }) => name === defaultName) ?? null,
    prerequisites:
      prerequisites === null
        ? null
        : prerequisites.map(prerequisite => ({
            entry: scope.prerequisite(flag.name, prerequisite.flag),
            variants: prerequisite.variants,
          })),
  };
};
