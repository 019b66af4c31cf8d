import { createCipheriv, hash, randomBytes } from 'node:crypto';
import type { ResolvedCredential } from '@etude/resolver';
import type { FlagState } from '../../flag-state';
import { emptyResponse, jsonResponse } from '../../http-message';
import type { EdgeRequest, EdgeResponse } from '../../http-message';
import { failureResponse, refuse } from '../wire-result';
import { headerSecret, headerText, openServerSession } from '../wire-session';
import type { WireDeps } from '../wire-session';
import { exportState } from './export-state';
import type { StateExport } from './export-state';

/** `/<SHA-256 of the client secret>`, with `.enc` for the sealed form. */
export const STATE_BLOB_PATH = /^\/([0-9a-f]{64})(\.enc)?$/;

type Blob = StateExport & { readonly etag: string };

// A state is exported once per credential, however often it is asked for.
const blobs = new WeakMap<FlagState['document'], Map<string, Blob>>();

const blobOf = (
  { document }: FlagState,
  credential: ResolvedCredential,
): Blob => {
  const known = blobs.get(document) ?? new Map<string, Blob>();
  blobs.set(document, known);
  const key = credential.secretHash;
  const found = known.get(key);
  if (found) return found;
  const exported = exportState(document, credential, null);
  const etag = `"${hash('sha256', exported.bytes)}"`;
  const blob = { ...exported, etag };
  known.set(key, blob);
  return blob;
};

const NONCE_BYTES = 12;

/** Nonce, AES-256-GCM ciphertext and tag, as local resolvers decrypt it. */
const sealed = (bytes: Buffer, key: Uint8Array): Buffer => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const parts = [nonce, cipher.update(bytes), cipher.final()];
  return Buffer.concat([...parts, cipher.getAuthTag()]);
};

const isUnchanged = (request: EdgeRequest, etag: string): boolean =>
  headerText(request, 'if-none-match')
    ?.split(',')
    .some(entry => entry.trim().replace(/^W\//, '') === etag) === true;

const NOT_FOUND = refuse(
  'notFound',
  'There is no state for this client. Ask for /<SHA-256 of the client secret>.',
).failure;

const BROWSER = refuse(
  'permissionDenied',
  'A browser credential cannot download the state. Use a server credential.',
).failure;

const NO_STATE = refuse(
  'unavailable',
  'The edge has no state yet. Send again in a second.',
).failure;

/**
 * `GET /<hash>`: the state of a server credential's client as
 * `ClientResolverState`. The hash of a secret is as hard to guess as the
 * secret; with the secret in `Authorization` the state names it, which the
 * published local resolvers need to find their client in it.
 */
export const stateBlob = (
  request: EdgeRequest,
  deps: WireDeps,
): EdgeResponse => {
  const [, secretHash = '', suffix] = STATE_BLOB_PATH.exec(request.path) ?? [];
  const state = deps.state.current();
  if (!state) return failureResponse({ ...NO_STATE, retryAfter: '1' });
  const credential = state.resolver.findCredential(secretHash);
  if (!credential) return failureResponse(NOT_FOUND);
  if (credential.kind === 'browser') return failureResponse(BROWSER);
  const isSealed = suffix !== undefined;
  if (isSealed && !deps.stateKey) return failureResponse(NOT_FOUND);
  const given = headerSecret(request);
  const isOwner = given !== null && deps.sha256(given) === secretHash;
  const blob = blobOf(state, credential);
  // What names a secret is made for its owner and not kept.
  const etag = isOwner ? blob.etag.replace(/"$/, '-own"') : blob.etag;
  const headers = {
    etag,
    'cache-control': 'private, no-cache',
    'etude-flags-left-out': String(blob.leftOut.length),
  };
  if (isUnchanged(request, etag)) return emptyResponse(304, headers);
  const bytes = isOwner
    ? exportState(state.document, credential, given).bytes
    : blob.bytes;
  const body = isSealed && deps.stateKey ? sealed(bytes, deps.stateKey) : bytes;
  return {
    status: 200,
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    body,
  };
};

/**
 * `GET /v1/state:leftOut`: the flags of a client that its exported state does
 * not have, and why, for whoever runs a local resolver.
 */
export const leftOutFlags = (
  request: EdgeRequest,
  deps: WireDeps,
): EdgeResponse => {
  const session = openServerSession(deps, headerSecret(request));
  if (!session.ok) return failureResponse(session.failure);
  const { state, credential } = session.value;
  return jsonResponse(200, {
    leftOut: blobOf(state, credential).leftOut,
  });
};
