export { SegmentsSection } from './SegmentsSection';
