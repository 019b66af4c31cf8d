import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of a flag; its resource reference is the flag id. */
export const RESOURCE_TYPE_FLAG = 'flag';

/** Resource type of a client; its resource reference is the client id. */
export const RESOURCE_TYPE_FLAG_CLIENT = 'flag-client';

/** To see flags, their history and rollouts. */
export const flagReadPermission = createPermission({
  name: 'flags.flag.read',
  attributes: { action: 'read' },
});

/** To create a flag for an owner one belongs to. */
export const flagCreatePermission = createPermission({
  name: 'flags.flag.create',
  attributes: { action: 'create' },
});

/** To change, archive, roll out or experiment on one flag. */
export const flagUpdatePermission = createPermission({
  name: 'flags.flag.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_FLAG,
});

/** To see clients and their credentials, never the secrets. */
export const clientReadPermission = createPermission({
  name: 'flags.client.read',
  attributes: { action: 'read' },
});

/** To create a client for an owner one belongs to. */
export const clientCreatePermission = createPermission({
  name: 'flags.client.create',
  attributes: { action: 'create' },
});

/** To issue and revoke the credentials of one client. */
export const clientUpdatePermission = createPermission({
  name: 'flags.client.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_FLAG_CLIENT,
});

/** To see segments. */
export const segmentReadPermission = createPermission({
  name: 'flags.segment.read',
  attributes: { action: 'read' },
});

/** To create a segment for the rules of people. */
export const segmentCreatePermission = createPermission({
  name: 'flags.segment.create',
  attributes: { action: 'create' },
});

/** Every permission of the flags plugin. */
export const flagsPermissions = [
  flagReadPermission,
  flagCreatePermission,
  flagUpdatePermission,
  clientReadPermission,
  clientCreatePermission,
  clientUpdatePermission,
  segmentReadPermission,
  segmentCreatePermission,
];
