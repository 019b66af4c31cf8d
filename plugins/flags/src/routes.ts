import { createRouteRef } from '@backstage/frontend-plugin-api';

/** The list of flags. */
export const flagsRouteRef = createRouteRef();

/** One flag, by id. */
export const flagRouteRef = createRouteRef({ params: ['id'] });

/** The form for a new flag. */
export const newFlagRouteRef = createRouteRef();

/** One segment, by id. */
export const segmentRouteRef = createRouteRef({ params: ['id'] });

/** The form for a new segment. */
export const newSegmentRouteRef = createRouteRef();
