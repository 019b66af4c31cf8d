/** One event of a `text/event-stream`. */
export type ServerSentEvent = {
  /** `message` when the stream does not name it. */
  readonly event: string;
  /** The data lines, joined by line breaks. */
  readonly data: string;
};

/** Longest line of a stream; what sends longer ones is no event stream. */
const MAX_LINE = 64 * 1024;

const parseEvent = (lines: readonly string[]): ServerSentEvent | null => {
  let event = 'message';
  const data: string[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  }
  return data.length === 0 ? null : { event, data: data.join('\n') };
};

/**
 * The events of a stream as the HTML standard defines them, and null for every
 * comment, which servers send to show that they are alive.
 */
export const readServerSentEvents = async function* (
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerSentEvent | null, void, undefined> {
  let rest = '';
  let lines: string[] = [];
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const complete = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = complete.pop() ?? '';
    if (rest.length > MAX_LINE) {
      throw new RangeError(`A line of the event stream exceeds ${MAX_LINE}.`);
    }
    for (const line of complete) {
      if (line.startsWith(':')) yield null;
      else if (line !== '') lines.push(line);
      else if (lines.length > 0) {
        const event = parseEvent(lines);
        lines = [];
        if (event) yield event;
      }
    }
  }
};
