import { requestEdge } from './transport';
import type { EdgeConnection } from './transport';

/** One event as `POST /v1/events:publish` of an edge takes it. */
export type EventMessage = {
  /** `eventDefinitions/<id>` */
  readonly eventDefinition: string;
  /** ISO 8601 in UTC. */
  readonly eventTime: string;
  /** The same when the event is sent again, so it counts once. */
  readonly eventId: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

/** What an application tracked. */
export type Tracked = {
  readonly name: string;
  /** As the resolver reads it. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly details: Readonly<Record<string, unknown>>;
  readonly id: string;
  readonly at: Date;
};

/** The event of a tracked name; its details are the payload. */
export const eventMessage = ({
  name,
  context,
  details,
  id,
  at,
}: Tracked): EventMessage => ({
  eventDefinition: `eventDefinitions/${name}`,
  eventTime: at.toISOString(),
  eventId: id,
  payload: { ...details, context },
});

/**
 * Publishes events.
 *
 * @throws EdgeRequestError when the edge did not take them.
 */
export const sendEvents = async (
  connection: EdgeConnection,
  events: readonly EventMessage[],
  { keepalive }: { readonly keepalive: boolean },
): Promise<void> => {
  await requestEdge(connection, '/v1/events:publish', {
    method: 'POST',
    body: {
      clientSecret: connection.clientSecret,
      sendTime: new Date().toISOString(),
      events,
    },
    keepalive,
  });
};
