import { IncomingMessage } from 'node:http';

/** Told of the whole body, or null when it is larger than the edge reads. */
export type OnBody = (bytes: Uint8Array | null) => void;

const NO_BYTES = new Uint8Array(0);

/**
 * A request that keeps its body as the parser reads it. Nobody reads it as a
 * stream, which would cost a small request as much as answering it does.
 */
export class BufferedMessage extends IncomingMessage {
  #onBody: OnBody | null = null;
  #maxBytes = 0;
  #first: Uint8Array | null = null;
  #chunks: Uint8Array[] | null = null;
  #length = 0;

  /** To be called with the request, before its body: gives all of it, once. */
  takeBody(maxBytes: number, onBody: OnBody): void {
    this.#maxBytes = maxBytes;
    this.#onBody = onBody;
  }

  /** Node's parser hands over the body here; null ends it. */
  override push(chunk: Uint8Array | null): boolean {
    if (chunk === null) this.#end();
    else this.#add(chunk);
    return this.#onBody !== null;
  }

  #add(chunk: Uint8Array): void {
    this.#length += chunk.length;
    if (this.#length > this.#maxBytes) {
      this.#settle(null);
    } else if (this.#first === null) {
      this.#first = chunk;
    } else {
      this.#chunks ??= [this.#first];
      this.#chunks.push(chunk);
    }
  }

  #end(): void {
    // Tells node that the body has been read, so that it does not drain it.
    this._read(0);
    this.#settle(
      this.#chunks === null
        ? (this.#first ?? NO_BYTES)
        : Buffer.concat(this.#chunks, this.#length),
    );
  }

  #settle(bytes: Uint8Array | null): void {
    const onBody = this.#onBody;
    this.#onBody = null;
    this.#first = null;
    this.#chunks = null;
    onBody?.(bytes);
  }
}
