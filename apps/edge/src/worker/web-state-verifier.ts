import { EtudeError } from '@etude/kernel';

/**
 * Checks that a state comes from the holder of the private key.
 *
 * @throws ETUDE_STATE_SIGNATURE_INVALID when it does not.
 */
export type VerifyStateLater = (
  body: string,
  signature: string | null,
) => Promise<void>;

const PREFIX = 'ed25519:';

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), character => character.charCodeAt(0));

const notAKey = (cause: unknown): EtudeError =>
  new EtudeError(
    'ETUDE_STATE_PUBLIC_KEY is not an Ed25519 public key in PEM. Print it with: openssl pkey -in key.pem -pubout.',
    { code: 'ETUDE_CONFIG_INVALID', kind: 'user', cause },
  );

const importKey = async (pem: string) => {
  const base64 = pem.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '');
  try {
    return await crypto.subtle.importKey(
      'spki',
      bytesOf(base64),
      'Ed25519',
      false,
      ['verify'],
    );
  } catch (cause) {
    throw notAKey(cause);
  }
};

const isSigned = async (
  pem: string,
  body: string,
  signature: string,
): Promise<boolean> => {
  if (!signature.startsWith(PREFIX)) return false;
  return crypto.subtle.verify(
    'Ed25519',
    await importKey(pem),
    bytesOf(signature.slice(PREFIX.length)),
    new TextEncoder().encode(body),
  );
};

/**
 * Checks states with WebCrypto against an Ed25519 public key in PEM; an empty
 * `pem` takes every state.
 */
export const webStateVerifier =
  (pem: string): VerifyStateLater =>
  async (body, signature) => {
    if (pem === '') return;
    if (signature !== null && (await isSigned(pem, body, signature))) return;
    throw new EtudeError(
      "The flag state has no signature that verifies, so it may have been changed on its way. The Worker keeps the state it has; check that ETUDE_STATE_PUBLIC_KEY belongs to the portal's etude.flags.stateSigningKey and that no proxy rewrites the state.",
      { code: 'ETUDE_STATE_SIGNATURE_INVALID', kind: 'operational' },
    );
  };
