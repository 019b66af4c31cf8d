import { readFile } from 'node:fs/promises';
import protobuf from 'protobufjs';
import { timestampMessage } from '../proto/timestamp';
import { WIRE_PROTOS } from '../proto/wire-protos';
import type { JsonBody } from '../../parse-json-body';

type Memory = { readonly buffer: ArrayBuffer };
type Instance = { readonly exports: Readonly<Record<string, unknown>> };

/** What is used of WebAssembly, whose types come with those of browsers. */
declare const WebAssembly: {
  readonly instantiate: (
    bytes: Uint8Array,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => Promise<{ readonly instance: Instance }>;
};

/** The published resolver (WASM) in this process. */
export type PublishedResolver = {
  readonly setState: (state: Uint8Array, account: string) => void;
  /** A `ResolveFlagsRequest` in, a `ResolveFlagsResponse` out, as objects. */
  readonly resolve: (request: JsonBody) => JsonBody;
};

// What its host and it say to each other; see its wasm_api.proto.
const HOST_PROTO = `syntax = "proto3";
  package host;
  message Request { bytes data = 1; }
  message Response { oneof result { bytes data = 1; string error = 2; } }
  message SetState { bytes state = 1; string account_id = 2; }
  message Resolve {
    confidence.flags.resolver.v1.ResolveFlagsRequest without_materializations = 3;
  }
  message Resolved { Done resolved = 1; }
  message Done {
    confidence.flags.resolver.v1.ResolveFlagsResponse response = 1;
  }`;

const messagesOf = () => {
  const root = new protobuf.Root();
  for (const source of [...WIRE_PROTOS, HOST_PROTO]) {
    protobuf.parse(source, root);
  }
  root.resolveAll();
  return {
    encode: (name: string, message: JsonBody): Uint8Array => {
      const type = root.lookupType(name);
      return type.encode(type.fromObject(message)).finish();
    },
    decode: (name: string, bytes: Uint8Array): JsonBody => {
      const type = root.lookupType(name);
      const options = { longs: Number, defaults: true };
      return type.toObject(type.decode(bytes), options);
    },
  };
};

type Exports = {
  readonly memory: Memory;
  readonly call: (name: string, argument: number) => number;
};

const isMemory = (value: unknown): value is Memory =>
  typeof value === 'object' && value !== null && 'buffer' in value;

const exportsOf = (instance: Instance): Exports => {
  const { memory } = instance.exports;
  if (!isMemory(memory)) throw new Error('no memory');
  return {
    memory,
    call: (name, argument) => {
      const found = instance.exports[name];
      if (typeof found !== 'function') throw new Error(`no ${name}`);
      return Number(Reflect.apply(found, undefined, [argument]));
    },
  };
};

/** Loads the resolver from its WASM file. */
export const loadPublishedResolver = async (
  file: string,
): Promise<PublishedResolver> => {
  const { encode, decode } = messagesOf();
  let exports: Exports | null = null;
  const guest = (): Exports => {
    if (!exports) throw new Error('not started');
    return exports;
  };
  const bufferAt = (pointer: number): Uint8Array => {
    const { buffer } = guest().memory;
    const size = new DataView(buffer).getUint32(pointer - 4, true);
    return new Uint8Array(buffer, pointer, size - 4);
  };
  const transfer = (bytes: Uint8Array): number => {
    const pointer = guest().call('wasm_msg_alloc', bytes.length);
    bufferAt(pointer).set(bytes);
    return pointer;
  };
  const consume = (pointer: number): Uint8Array => {
    const bytes = bufferAt(pointer).slice();
    guest().call('wasm_msg_free', pointer);
    return bytes;
  };
  const respond = (data: Uint8Array) =>
    transfer(encode('host.Response', { data }));
  const imports: Record<string, (pointer: number) => number> = {
    wasm_msg_host_current_time: () =>
      respond(
        encode('google.protobuf.Timestamp', timestampMessage(new Date())),
      ),
    wasm_msg_host_log_message: () => respond(new Uint8Array(0)),
  };
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    wasm_msg: imports,
  });
  exports = exportsOf(instance);
  const ask = (name: string, data: Uint8Array): Uint8Array => {
    const request = transfer(encode('host.Request', { data }));
    const answer = decode(
      'host.Response',
      consume(guest().call(name, request)),
    );
    const bytes = answer['data'];
    if (bytes instanceof Uint8Array) return bytes;
    throw new Error(`${name}: ${String(answer['error'])}`);
  };
  return {
    setState: (state, accountId) => {
      const message = encode('host.SetState', { state, accountId });
      ask('wasm_msg_guest_set_resolver_state', message);
    },
    resolve: request => {
      const message = encode('host.Resolve', {
        withoutMaterializations: request,
      });
      const bytes = ask('wasm_msg_guest_resolve_flags', message);
      const { resolved } = decode('host.Resolved', bytes);
      return typeof resolved === 'object' &&
        resolved !== null &&
        'response' in resolved
        ? Object.fromEntries(Object.entries(resolved.response ?? {}))
        : {};
    },
  };
};
