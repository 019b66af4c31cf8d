export { readEdgeConfig } from './edge-config';
export type { EdgeConfig } from './edge-config';
export { runEdge } from './run-edge';
export type { RunningEdge } from './run-edge';
