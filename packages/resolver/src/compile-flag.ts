import type { StateFlag } from '@etude/flags';
import { backFill } from './back-fill';
import { compileRule } from './rule';
import type { CompiledFlag, CompiledVariant, RuleParts } from './rule';
import type { CompiledSegment } from './segment';

/** What compiling a flag needs of the rest of the state. */
export type FlagScope = {
  /** The compiled segment, or undefined when the state has none such. */
  readonly segment: (name: string) => CompiledSegment | undefined;
  readonly parts: RuleParts;
};

/**
 * Compiles the enabled rules of a flag; rules of unknown segments are left
 * out. Throws on a broken state.
 */
export const compileFlag = (
  flag: StateFlag,
  scope: FlagScope,
): CompiledFlag => {
  const variants = new Map<string, CompiledVariant>(
    flag.variants.map(({ name, value }) => [
      name,
      { name, value: backFill(flag.schema.fields, value) },
    ]),
  );
  const rules = flag.rules.flatMap(rule => {
    if (!rule.enabled) return [];
    const segment = scope.segment(rule.segment);
    if (segment === undefined) return [];
    return [compileRule(rule, { flag, variants, segment, parts: scope.parts })];
  });
  return { name: flag.name, schema: flag.schema, rules };
};
