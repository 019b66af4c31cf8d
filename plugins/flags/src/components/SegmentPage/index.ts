export { NewSegmentPage } from './NewSegmentPage';
export { SegmentPage } from './SegmentPage';
