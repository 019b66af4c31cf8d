import { formatRelativeTime } from './format';

export type TimestampProps = {
  /** ISO 8601 instant. */
  readonly at: string;
};

/** A moment in words; the exact time in the viewer's zone and UTC on hover. */
export const Timestamp = ({ at }: TimestampProps) => {
  const instant = new Date(at);
  return (
    <time
      dateTime={at}
      title={`${instant.toLocaleString()} · ${instant.toISOString()}`}
    >
      {formatRelativeTime(instant, new Date())}
    </time>
  );
};
