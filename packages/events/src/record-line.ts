import type { EventRecord, LakeRecord } from './lake-schema';

// A JSON text holds an unpaired surrogate only as an escape (well-formed
// JSON.stringify, ECMAScript 2019); escaped backslashes are matched first so
// that the text `\\ud800` (a backslash and letters) stays as it is.
const BACKSLASH_OR_SURROGATE = /\\\\|\\ud[89a-f][0-9a-f]{2}/g;

/**
 * JSON text of any value that every JSON reader accepts: unpaired surrogates,
 * which DuckDB and most databases refuse, become U+FFFD.
 */
export const wellFormedJson = (value: unknown): string => {
  const text = JSON.stringify(value);
  // Nearly no text has such an escape, and this search is cheap.
  if (!text.includes('\\ud')) return text;
  return text.replace(BACKSLASH_OR_SURROGATE, match =>
    match === '\\\\' ? match : '\uFFFD',
  );
};

const NEEDS_NO_ESCAPE = /^[ !#-[\]-~]*$/;

const quoted = (text: string): string =>
  NEEDS_NO_ESCAPE.test(text) ? `"${text}"` : wellFormedJson(text);

const quotedOrNull = (text: string | null): string =>
  text === null ? 'null' : quoted(text);

// JSON.stringify of the whole record would escape every quote of the payload,
// and costs twice as much as joining parts of which most need no escape.
const eventLine = (record: EventRecord): string =>
  `{"type":"event","event_id":${quoted(record.event_id)},"id_origin":"${record.id_origin}","event":${quoted(record.event)},"event_time":${quoted(record.event_time)},"received_at":${quoted(record.received_at)},"unit":${quotedOrNull(record.unit)},"value":${String(record.value)},"client":${quoted(record.client)},"payload":${record.payload}}`;

/**
 * The log line of a record, without a line break. The payload of an event is
 * in it as JSON, not as text of JSON.
 */
export const recordLine = (record: LakeRecord): string =>
  record.type === 'event' ? eventLine(record) : wellFormedJson(record);
