import type { MetricParts } from './case-definitions';

/** Parts of metrics by the name they give to a case. */
export const axis = <K extends string>(parts: Record<K, MetricParts>) => parts;
