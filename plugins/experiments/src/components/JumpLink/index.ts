export { JumpLink } from './JumpLink';
