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

/** To change a segment; the segment's owner is asked for beside it. */
export const segmentUpdatePermission = createPermission({
  name: 'flags.segment.update',
  attributes: { action: 'update' },
});

/** To ask for a change of a flag that is protected by approval. */
export const changeRequestCreatePermission = createPermission({
  name: 'flags.change-request.create',
  attributes: { action: 'create' },
});

/** To approve or reject changes of flags that one may change. */
export const changeRequestReviewPermission = createPermission({
  name: 'flags.change-request.review',
  attributes: { action: 'update' },
});

/** To see what clients send and which variants they get. */
export const usageReadPermission = createPermission({
  name: 'flags.usage.read',
  attributes: { action: 'read' },
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
  segmentUpdatePermission,
  changeRequestCreatePermission,
  changeRequestReviewPermission,
  usageReadPermission,
];
