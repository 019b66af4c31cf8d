import { createHash } from 'node:crypto';

const SHARE = Number(process.env.MUTATION_SHARE ?? 1);

// Between 0 and 1, the same in every run for a declaration of the same name.
const drawOf = name =>
  createHash('sha256').update(name).digest().readUInt32BE(0) / 2 ** 32;

const nameOf = node => {
  const declared = node.declaration ?? node;
  return (declared.id ?? declared.declarations?.[0]?.id)?.name ?? node.type;
};

/**
 * Leaves out a whole top-level declaration, with all its mutants, unless it
 * is drawn: MUTATION_SHARE=0.4 keeps about 40 % of them.
 */
const sample = {
  shouldIgnore(path) {
    if (SHARE >= 1 || !path.parentPath?.isProgram()) return undefined;
    return drawOf(nameOf(path.node)) < SHARE
      ? undefined
      : `not in the sample of ${SHARE}`;
  },
};

export const strykerPlugins = [
  { kind: 'Ignore', name: 'sample', value: sample },
];
