import { createPublicKey, verify } from 'node:crypto';
import { EtudeError } from '@etude/kernel';

/** Header of the state that carries its signature. */
export const SIGNATURE_HEADER = 'x-etude-signature';

/**
 * Checks that a state comes from the holder of the private key.
 *
 * @throws ETUDE_STATE_SIGNATURE_INVALID when it does not.
 */
export type VerifyState = (body: string, signature: string | null) => void;

/** Takes every state: no key is configured. */
export const acceptUnsigned: VerifyState = () => undefined;

const ALGORITHM = 'ed25519';

const invalid = (why: string): EtudeError =>
  new EtudeError(
    `The flag state ${why}, so it may have been changed on its way. The edge keeps the state it has; check that ETUDE_STATE_PUBLIC_KEY belongs to the portal's etude.flags.stateSigningKey and that no proxy rewrites the state.`,
    { code: 'ETUDE_STATE_SIGNATURE_INVALID', kind: 'operational' },
  );

/**
 * Checks states against an Ed25519 public key in PEM.
 *
 * @throws ETUDE_CONFIG_INVALID when `pem` is no such key.
 */
export const stateVerifier = (pem: string): VerifyState => {
  const key = publicKeyOf(pem);
  return (body, signature) => {
    if (signature === null) throw invalid('has no signature');
    const [algorithm, encoded = ''] = signature.split(':');
    const isValid =
      algorithm === ALGORITHM &&
      verify(null, Buffer.from(body), key, Buffer.from(encoded, 'base64'));
    if (!isValid) throw invalid('has a signature that does not verify');
  };
};

const publicKeyOf = (pem: string) => {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === ALGORITHM) return key;
  } catch (error) {
    throw notAKey(error);
  }
  throw notAKey(undefined);
};

const notAKey = (cause: unknown): EtudeError =>
  new EtudeError(
    'ETUDE_STATE_PUBLIC_KEY is not an Ed25519 public key in PEM. Print it with: openssl pkey -in key.pem -pubout.',
    { code: 'ETUDE_CONFIG_INVALID', kind: 'user', cause },
  );
