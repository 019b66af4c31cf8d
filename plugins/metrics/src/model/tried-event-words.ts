import type { TryEventResponse } from '@etude/plugin-metrics-common';
import { formatCount } from '@etude/ui';

/** Which share of recent events would be refused, in a sentence. */
export const triedWords = ({ checked, refused }: TryEventResponse): string => {
  if (checked === 0) {
    return 'No event of this name arrived in the last 7 days';
  }
  const latest = `the latest ${formatCount(checked)} ${checked === 1 ? 'event' : 'events'}`;
  if (refused === 0) return `Of ${latest}, none would be refused`;
  const count = refused === checked ? 'all' : formatCount(refused);
  return `Of ${latest}, ${count} would be refused`;
};

/** What is wrong at a field, and in how many events. */
export const refusalWords = ({
  path,
  code,
  events,
}: TryEventResponse['problems'][number]): string =>
  `${path} ${code === 'ETUDE_EVENT_FIELD_MISSING' ? 'is missing' : 'is of another type'} in ${formatCount(events)}.`;
