import { createPrivateKey, sign } from 'node:crypto';
import { EtudeError } from '@etude/kernel';

/** Signs the bytes of a state; the value of `x-etude-signature`. */
export type SignState = (body: Buffer) => string;

/**
 * The signer with an Ed25519 private key (PEM, PKCS #8), as
 * `ed25519:<base64>`; signatures are those of RFC 8032.
 *
 * @throws ETUDE_FLAGS_SIGNING_KEY when the text is no such key. The text is
 * not in the message.
 */
export const createSignState = (pem: string): SignState => {
  const key = ((): ReturnType<typeof createPrivateKey> | undefined => {
    try {
      return createPrivateKey(pem);
    } catch {
      // The cause would quote the key.
      return undefined;
    }
  })();
  if (key?.asymmetricKeyType !== 'ed25519') {
    throw new EtudeError(
      "The configuration 'etude.flags.stateSigningKey' is not an Ed25519 private key in PEM (PKCS #8). Make one with: openssl genpkey -algorithm ed25519",
      { code: 'ETUDE_FLAGS_SIGNING_KEY', kind: 'user' },
    );
  }
  return body => `ed25519:${sign(null, body, key).toString('base64')}`;
};
