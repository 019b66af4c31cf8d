import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
} from 'node:crypto';
import { ok, refused } from '@etude/kernel';
import type { Result } from '@etude/kernel';
import { keyIdOf } from './token-keys';
import type { TokenKeys } from './token-keys';

/** What a token held, and when it was made. */
export type OpenedToken = {
  readonly payload: Uint8Array;
  readonly issuedAt: Date;
};

/** Seals and opens resolve tokens. */
export type TokenCipher = {
  readonly seal: (payload: Uint8Array, issuedAt: Date) => Buffer;
  /** Refuses tokens that were altered, cut, or sealed with other keys. */
  readonly open: (token: Uint8Array) => Result<OpenedToken>;
};

const VERSION = 1;
const KEY_ID_AT = 1;
const SALT_AT = 5;
const SALT_BYTES = 16;
const COUNTER_AT = SALT_AT + SALT_BYTES;
const COUNTER_BYTES = 6;
const ISSUED_AT = COUNTER_AT + COUNTER_BYTES;
const ISSUED_BYTES = 6;
const HEADER_BYTES = ISSUED_AT + ISSUED_BYTES;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;

/** Keys of other edges that are kept ready. */
const MAX_DERIVED_KEYS = 1_000;

const deriveKey = (key: Uint8Array, salt: Uint8Array): Buffer =>
  createHmac('sha256', key).update('resolve token').update(salt).digest();

/** The derived key of a token's header; undefined for a foreign key id. */
const keyring = (keys: TokenKeys) => {
  const byId = new Map(keys.map(key => [keyIdOf(key).toString('hex'), key]));
  const derived = new Map<string, Buffer>();
  return (header: Buffer): Buffer | undefined => {
    const name = header.toString('hex', KEY_ID_AT, COUNTER_AT);
    const known = derived.get(name);
    if (known) return known;
    const key = byId.get(header.toString('hex', KEY_ID_AT, SALT_AT));
    if (!key) return undefined;
    const made = deriveKey(key, header.subarray(SALT_AT, COUNTER_AT));
    if (derived.size >= MAX_DERIVED_KEYS) derived.clear();
    derived.set(name, made);
    return made;
  };
};

const invalid = (message: string) =>
  refused({ code: 'ETUDE_RESOLVE_TOKEN_INVALID', message });

// The counter never repeats under a derived key, so neither does the nonce:
// random nonces of 12 bytes would be safe for 2^32 tokens only.
const nonceOf = (header: Buffer): Buffer => {
  const nonce = Buffer.alloc(NONCE_BYTES);
  header.copy(nonce, 0, COUNTER_AT, ISSUED_AT);
  return nonce;
};

/**
 * Tokens as AES-256-GCM (NIST SP 800-38D): a header that is authenticated in
 * clear (version, key id, salt, counter, time), the ciphertext and the tag.
 * Each process seals with a key of its own, derived from the shared key and a
 * random salt in the header, so every edge with the shared key opens it.
 */
export const tokenCipher = (keys: TokenKeys): TokenCipher => {
  const [key] = keys;
  const salt = randomBytes(SALT_BYTES);
  const sealingKey = deriveKey(key, salt);
  const prefix = Buffer.concat([Buffer.from([VERSION]), keyIdOf(key), salt]);
  const keyOf = keyring(keys);
  let counter = 0;

  const seal: TokenCipher['seal'] = (payload, issuedAt) => {
    const header = Buffer.alloc(HEADER_BYTES);
    prefix.copy(header);
    header.writeUIntBE((counter += 1), COUNTER_AT, COUNTER_BYTES);
    header.writeUIntBE(issuedAt.getTime(), ISSUED_AT, ISSUED_BYTES);
    const cipher = createCipheriv('aes-256-gcm', sealingKey, nonceOf(header));
    cipher.setAAD(header);
    const sealed = [cipher.update(payload), cipher.final()];
    return Buffer.concat([header, ...sealed, cipher.getAuthTag()]);
  };

  const open: TokenCipher['open'] = token => {
    const bytes = Buffer.from(token.buffer, token.byteOffset, token.byteLength);
    if (bytes.length < HEADER_BYTES + TAG_BYTES || bytes[0] !== VERSION) {
      return invalid(
        'resolveToken is not a token of this installation. Send the one of the resolve, unchanged.',
      );
    }
    const header = bytes.subarray(0, HEADER_BYTES);
    const openingKey = keyOf(header);
    if (!openingKey) {
      return invalid(
        'resolveToken was sealed with a key that this edge does not have. Resolve again; if it persists, give all edges the same ETUDE_TOKEN_KEYS.',
      );
    }
    const end = bytes.length - TAG_BYTES;
    const decipher = createDecipheriv(
      'aes-256-gcm',
      openingKey,
      nonceOf(header),
    );
    decipher.setAAD(header);
    decipher.setAuthTag(bytes.subarray(end));
    try {
      const start = decipher.update(bytes.subarray(HEADER_BYTES, end));
      const payload = Buffer.concat([start, decipher.final()]);
      const issuedAt = new Date(header.readUIntBE(ISSUED_AT, ISSUED_BYTES));
      return ok({ payload, issuedAt });
    } catch (error) {
      // Node has one error for a tag that does not fit, without a code.
      if (!(error instanceof Error)) throw error;
      return invalid(
        'resolveToken was altered on its way. Send the one of the resolve, unchanged.',
      );
    }
  };
  return { seal, open };
};
