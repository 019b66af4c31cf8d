import path from 'node:path';

/** Root folder of this checkout. */
export const repositoryRoot = path.resolve(__dirname, '../../..');

/** Where Node, caches, logs and the state of a started system live. */
export const etudeDirectory = path.join(repositoryRoot, '.etude');
