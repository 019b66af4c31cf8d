import { EVENTS_PROTO } from './events-proto';
import { RESOLVER_PROTO } from './resolver-proto';
import { CLIENTS_PROTO, FLAG_TYPES_PROTO, STATE_PROTO } from './state-protos';
import { WELL_KNOWN_PROTO } from './well-known-proto';

/**
 * The messages of the Confidence wire that the edge reads or writes, with the
 * field numbers of the published protocol and only the fields the edge needs:
 * readers of protocol buffers skip the others.
 */
export const WIRE_PROTOS: readonly string[] = [
  WELL_KNOWN_PROTO,
  FLAG_TYPES_PROTO,
  CLIENTS_PROTO,
  STATE_PROTO,
  RESOLVER_PROTO,
  EVENTS_PROTO,
];
