import type { Caller } from '@etude/api-node';

/** Entity ref of the person calling, or `service:<name>` of a service. */
export const actorOf = ({ principal }: Caller): string =>
  principal.type === 'user'
    ? principal.userEntityRef
    : `service:${principal.subject}`;

/** What the portal itself does on schedule is done by this actor. */
export const SYSTEM_ACTOR = 'service:experiments';
