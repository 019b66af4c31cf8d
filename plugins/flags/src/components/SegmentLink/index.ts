export { SegmentLink } from './SegmentLink';
