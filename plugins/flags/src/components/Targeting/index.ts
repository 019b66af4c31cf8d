export { ContextFieldInput } from './ContextFieldInput';
export { TargetingEditor } from './TargetingEditor';
