import type { ExplainRequest } from '@etude/plugin-flags-common';
import type { FieldProblem } from '@etude/ui';
import type { FlagValue } from './wire-types';

/** What a person asks the resolve tester, as typed. */
export type TesterQuestion = {
  readonly clientId: string;
  readonly environments: readonly string[];
  /** JSON. */
  readonly contextText: string;
  /** Local date and time as `2026-11-21T14:00`; empty means now. */
  readonly at: string;
};

/** A question that can be asked, or what is wrong with it. */
export type ReadQuestion =
  | { readonly ok: true; readonly request: ExplainRequest }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

const EXAMPLE_CONTEXT = { targeting_key: 'user-1' };

const jsonText = (value: unknown): string => JSON.stringify(value, null, 2);

const isObject = (value: unknown): value is FlagValue =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Told to the person as a problem of the field.
    return undefined;
  }
};

/** The question as the API takes it, or every reason why it is none. */
export const readQuestion = (question: TesterQuestion): ReadQuestion => {
  const problems: FieldProblem[] = [];
  const context = parsed(question.contextText);
  const at = question.at === '' ? undefined : new Date(question.at);
  if (question.clientId === '') {
    problems.push({
      path: 'clientId',
      message: 'Choose the client that would ask.',
    });
  }
  if (!isObject(context)) {
    problems.push({
      path: 'context',
      message:
        'The context is not a JSON object. Write it as {"targeting_key": "user-1"}.',
    });
  }
  if (at !== undefined && Number.isNaN(at.getTime())) {
    problems.push({ path: 'at', message: 'This is not a date with a time.' });
  }
  return problems.length > 0 || !isObject(context)
    ? { ok: false, problems }
    : {
        ok: true,
        request: {
          clientId: question.clientId,
          environments: [...question.environments],
          context,
          ...(at === undefined ? {} : { at: at.toISOString() }),
        },
      };
};

/** The first question for a flag: its first client and an example context. */
export const firstQuestion = (clients: readonly string[]): TesterQuestion => ({
  clientId: clients[0] ?? '',
  environments: [],
  contextText: jsonText(EXAMPLE_CONTEXT),
  at: '',
});

const localText = (iso: string): string => {
  const at = new Date(iso);
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
};

/** A request as it is kept in the address. */
export const addressOf = (request: ExplainRequest): string =>
  JSON.stringify(request);

/** The request in an address; null when there is none or it was cut. */
export const requestInAddress = (text: string): ExplainRequest | null => {
  const found = parsed(text);
  return isObject(found) &&
    typeof found['clientId'] === 'string' &&
    isObject(found['context'])
    ? {
        clientId: found['clientId'],
        context: found['context'],
        environments: Array.isArray(found['environments'])
          ? found['environments'].filter(entry => typeof entry === 'string')
          : [],
        ...(typeof found['at'] === 'string' ? { at: found['at'] } : {}),
      }
    : null;
};

/** What the form shows for a request. */
export const questionOf = (request: ExplainRequest): TesterQuestion => ({
  clientId: request.clientId,
  environments: request.environments ?? [],
  contextText: jsonText(request.context),
  at: request.at === undefined ? '' : localText(request.at),
});

/** The context with an empty value at `path`, where it has none yet. */
export const withField = (contextText: string, path: string): string => {
  const context = parsed(contextText);
  if (!isObject(context)) return contextText;
  const names = path.split('.');
  const last = names.pop();
  let place: Record<string, unknown> = context;
  for (const name of names) {
    const inner = Object.hasOwn(place, name) ? place[name] : undefined;
    const next = isObject(inner) ? inner : {};
    place[name] = next;
    place = next;
  }
  if (last !== undefined && !Object.hasOwn(place, last)) place[last] = '';
  return jsonText(context);
};
