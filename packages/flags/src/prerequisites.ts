import type { Problem } from '@etude/kernel';
import { cycleThrough } from './cycle-through';
import type { Flag } from './model';

/** What a check of prerequisites needs to know of a flag. */
export type PrerequisiteFlag = Pick<
  Flag,
  'id' | 'prerequisites' | 'state' | 'variants'
>;

const unknownVariants = (
  other: PrerequisiteFlag,
  variants: readonly string[],
): string[] =>
  variants.filter(variant => !other.variants.some(({ id }) => id === variant));

const oneProblems = (
  flag: PrerequisiteFlag,
  index: number,
  others: ReadonlyMap<string, PrerequisiteFlag>,
): Problem[] => {
  const prerequisite = flag.prerequisites[index];
  if (prerequisite === undefined) return [];
  const path = `prerequisites[${index}]`;
  if (
    flag.prerequisites.findIndex(other => other.flag === prerequisite.flag) <
    index
  ) {
    return [
      {
        code: 'ETUDE_FLAG_DUPLICATE_ID',
        path: `${path}.flag`,
        message: `Flag '${prerequisite.flag}' is named twice. Put all its variants into one prerequisite.`,
      },
    ];
  }
  // A flag that requires itself is reported as a cycle.
  if (prerequisite.flag === flag.id) return [];
  const other = others.get(prerequisite.flag);
  if (other === undefined || other.state === 'archived') {
    return [
      {
        code: 'ETUDE_FLAG_UNKNOWN_PREREQUISITE',
        path: `${path}.flag`,
        message:
          other === undefined
            ? `There is no flag '${prerequisite.flag}'. Create it first or remove the prerequisite.`
            : `Flag '${prerequisite.flag}' is archived, so its prerequisite could never hold. Unarchive it or remove the prerequisite.`,
      },
    ];
  }
  return unknownVariants(other, prerequisite.variants).map(variant => ({
    code: 'ETUDE_FLAG_UNKNOWN_VARIANT',
    path: `${path}.variants`,
    message: `Variant '${variant}' is not a variant of flag '${other.id}' (${other.variants.map(({ id }) => id).join(', ')}). Choose one that is.`,
  }));
};

/**
 * Why a flag cannot have the prerequisites it names: flags that do not exist
 * or are archived, variants they do not have, and cycles. `others` holds at
 * least every flag that is reached along prerequisites. Empty when it can.
 */
export const prerequisiteProblems = (
  flag: PrerequisiteFlag,
  others: readonly PrerequisiteFlag[],
): Problem[] => {
  const byId = new Map(others.map(other => [other.id, other]));
  const cycle = cycleThrough(
    flag.id,
    id =>
      (id === flag.id ? flag : byId.get(id))?.prerequisites.map(
        required => required.flag,
      ) ?? [],
  );
  return [
    ...flag.prerequisites.flatMap((_, index) => oneProblems(flag, index, byId)),
    ...(cycle === undefined
      ? []
      : [
          {
            code: 'ETUDE_FLAG_PREREQUISITE_CYCLE',
            path: 'prerequisites',
            message: `The prerequisites form a circle (${cycle.join(' → ')}), so none of these flags could ever apply its rules. Remove one of them.`,
            details: { flags: cycle },
          },
        ]),
  ];
};

/**
 * Why a flag cannot become what it is to be, because active flags in
 * `dependents` name it as a prerequisite: it is archived, or a variant they
 * name is gone. Empty when it can.
 */
export const dependentProblems = (
  flag: PrerequisiteFlag,
  dependents: readonly PrerequisiteFlag[],
): Problem[] =>
  dependents.flatMap(dependent => {
    const prerequisite = dependent.prerequisites.find(
      other => other.flag === flag.id,
    );
    if (prerequisite === undefined || dependent.state === 'archived') return [];
    if (flag.state === 'archived') {
      return [
        {
          code: 'ETUDE_FLAG_REQUIRED',
          path: 'state',
          message: `Flag '${dependent.id}' requires flag '${flag.id}', and would give everyone its default variant once this is archived. Remove the prerequisite there first.`,
        },
      ];
    }
    return unknownVariants(flag, prerequisite.variants).map(variant => ({
      code: 'ETUDE_FLAG_REQUIRED',
      path: 'variants',
      message: `Flag '${dependent.id}' requires variant '${variant}' of flag '${flag.id}'. Keep the variant or change the prerequisite there first.`,
    }));
  });
