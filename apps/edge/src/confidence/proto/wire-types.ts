import { ok, refused } from '@etude/kernel';
import type { Result } from '@etude/kernel';
import protobuf from 'protobufjs';
import { isJsonBody } from '../../parse-json-body';
import type { JsonBody } from '../../parse-json-body';
import { WIRE_PROTOS } from './wire-protos';

const root = new protobuf.Root();
for (const source of WIRE_PROTOS) protobuf.parse(source, root);
root.resolveAll();

/** Reads and writes one message of the wire. */
export type WireMessage = {
  /** The message, or why the bytes are none. Fields left out get defaults. */
  readonly decode: (bytes: Uint8Array) => Result<JsonBody>;
  readonly encode: (message: JsonBody) => Buffer;
};

// Deeper messages than this are no evaluation context but an attack.
const DEFAULTS = {
  longs: Number,
  defaults: true,
  arrays: true,
  objects: true,
  oneofs: false,
} as const;

/** A message of the wire by its full name. */
export const wireMessage = (name: string): WireMessage => {
  const type = root.lookupType(name);
  return {
    decode: bytes => {
      try {
        const message: unknown = type.toObject(type.decode(bytes), DEFAULTS);
        return isJsonBody(message) ? ok(message) : ok({});
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return refused({
          code: 'ETUDE_BODY_INVALID',
          message: `The body is not a protobuf message ${name}: ${reason}. Send the message in the binary format.`,
        });
      }
    },
    encode: message =>
      Buffer.from(type.encode(type.fromObject(message)).finish()),
  };
};
