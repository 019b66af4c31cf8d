import { hash, hkdfSync, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { EtudeError, hasErrorCode } from '@etude/kernel';

/** AES-256 keys of resolve tokens: the first seals, all of them open. */
export type TokenKeys = readonly [Uint8Array, ...Uint8Array[]];

const KEY_BYTES = 32;
const HEX_KEY = /^[0-9a-f]{64}$/i;

const readKeyFile = async (file: string): Promise<Uint8Array | null> => {
  try {
    const key = await readFile(file);
    return key.length === KEY_BYTES ? key : null;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return null;
    throw error;
  }
};

const ownKey = async (file: string): Promise<Uint8Array> => {
  const known = await readKeyFile(file);
  if (known) return known;
  const key = randomBytes(KEY_BYTES);
  await writeFile(file, key, { mode: 0o600 });
  return key;
};

/** Where keys may come from, in this order. */
export type TokenKeySources = {
  /** Hex keys separated by commas, as `ETUDE_TOKEN_KEYS` holds them. */
  readonly configured: string;
  /** Service token, which the edges of an installation share. */
  readonly serviceToken: string;
  /** Where an edge without either keeps a key of its own. */
  readonly keyFile: string;
};

/**
 * The keys of an edge: those configured, else one derived from the service
 * token (so that all edges of an installation open each other's tokens), else
 * one of its own that survives restarts.
 *
 * @throws ETUDE_CONFIG_INVALID for a configured key that is not 64 hex digits.
 */
export const tokenKeys = async ({
  configured,
  serviceToken,
  keyFile,
}: TokenKeySources): Promise<TokenKeys> => {
  const texts = configured
    .split(',')
    .map(text => text.trim())
    .filter(text => text !== '');
  if (!texts.every(text => HEX_KEY.test(text))) {
    throw new EtudeError(
      'ETUDE_TOKEN_KEYS has a key that is not 64 hex digits. Make one with "openssl rand -hex 32".',
      { code: 'ETUDE_CONFIG_INVALID', kind: 'user' },
    );
  }
  const [first, ...others] = texts.map(text => Buffer.from(text, 'hex'));
  if (first) return [first, ...others];
  if (serviceToken === '') return [await ownKey(keyFile)];
  const salt = new Uint8Array(0);
  const info = 'etude resolve token';
  return [
    new Uint8Array(hkdfSync('sha256', serviceToken, salt, info, KEY_BYTES)),
  ];
};

/** Names a key in a token without telling anything about it. */
export const keyIdOf = (key: Uint8Array): Buffer =>
  hash(
    'sha256',
    Buffer.concat([Buffer.from('etude token key id'), key]),
    'buffer',
  ).subarray(0, 4);
