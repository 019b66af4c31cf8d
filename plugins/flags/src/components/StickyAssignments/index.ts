export { StickyAssignments } from './StickyAssignments';
