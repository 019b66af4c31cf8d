import type { ResolverState } from '@etude/flags';
import { materializationId, variantIn } from '@etude/openfeature-provider';
import type {
  MaterializationRecords,
  MaterializationStore,
} from '@etude/openfeature-provider';
import type { MaterializationWrite } from '@etude/resolver';

/** True unless the rule is known and cannot give the variant any more. */
const isUsable = (
  { flags }: ResolverState,
  ruleName: string,
  variant: string,
): boolean => {
  const [flagName = ''] = ruleName.split('/rules/');
  const rule = flags
    .find(({ name }) => name === flagName)
    ?.rules.find(({ name }) => name === ruleName);
  return (
    rule === undefined ||
    rule.assignments.some(
      assignment =>
        assignment.kind === 'variant' && assignment.variant === variant,
    )
  );
};

/**
 * Keeps sticky assignments of a writer that does not say what it saw before:
 * the first one of a unit and rule stays as long as the rule can give it.
 *
 * @throws ETUDE_MATERIALIZATIONS_UNAVAILABLE
 */
export const keepMaterializations = async (
  writes: readonly MaterializationWrite[],
  state: ResolverState,
  store: MaterializationStore,
): Promise<MaterializationRecords> => {
  const present = await store.read(writes);
  return store.write(
    writes.map(write => {
      const variant = variantIn(
        present.get(materializationId(write)),
        write.rule,
      );
      const isStale = variant !== null && !isUsable(state, write.rule, variant);
      return { ...write, replaces: isStale ? variant : null };
    }),
  );
};
