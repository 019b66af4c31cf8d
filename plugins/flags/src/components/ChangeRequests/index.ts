export {
  AskedForApproval,
  ChangeProblems,
  ChangeWords,
} from './ChangeProblems';
export { ChangeRequestsTab } from './ChangeRequestsTab';
