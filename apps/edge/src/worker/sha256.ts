import { sha256 as digest } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

/**
 * SHA-256 of a text in UTF-8, in hexadecimal, on hosts whose own hash is
 * WebCrypto, which answers later: the request path needs the hash at once.
 */
export const sha256 = (text: string): string =>
  bytesToHex(digest(utf8ToBytes(text)));
