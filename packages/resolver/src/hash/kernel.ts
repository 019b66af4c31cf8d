import { decodeBase64 } from '../base64';
import { KERNEL_BASE64 } from './murmur3-kernel.generated';

/** The hash in WebAssembly and the memory that it reads. */
export type Kernel = {
  readonly buffer: ArrayBuffer;
  /** Bucket of the key in the memory that ends at `end`; see murmur3.wat. */
  readonly bucket: (end: number, count: number) => number;
};

/** What is used of WebAssembly; some places have none. */
declare const WebAssembly:
  | {
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Instance: new (module: object) => {
        readonly exports: {
          readonly memory: { readonly buffer: ArrayBuffer };
          readonly bucket: (end: number, count: number) => number;
        };
      };
    }
  | undefined;

/**
 * The kernel; null where WebAssembly is missing, or refused by a content
 * security policy. Compiling a few hundred bytes at once is allowed everywhere
 * else, main threads of browsers included.
 */
export const loadKernel = (): Kernel | null => {
  if (typeof WebAssembly === 'undefined') return null;
  try {
    const module = new WebAssembly.Module(decodeBase64(KERNEL_BASE64));
    const { memory, bucket } = new WebAssembly.Instance(module).exports;
    return { buffer: memory.buffer, bucket };
  } catch {
    // The hash in JavaScript gives the same buckets, only slower.
    return null;
  }
};
