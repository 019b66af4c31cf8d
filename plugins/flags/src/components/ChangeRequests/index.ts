export {
  AskedForApproval,
  ChangeProblems,
  ChangeWords,
} from './ChangeProblems';
export { FlagChangeDialog } from './FlagChangeDialog';
export { ChangeRequestsTab } from './ChangeRequestsTab';
