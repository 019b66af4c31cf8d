export { ClientsSelect } from './ClientsSelect';
export { NameListField } from './NameListField';
export { SchemaEditor } from './SchemaEditor';
export { shownProblem } from './shown-problem';
export { TimeInput } from './TimeInput';
export { VariantsEditor } from './VariantsEditor';
