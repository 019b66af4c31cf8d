export { ClientsSelect } from './ClientsSelect';
export { SchemaEditor } from './SchemaEditor';
export { shownProblem } from './shown-problem';
export { VariantsEditor } from './VariantsEditor';
