export { ClientsSelect } from './ClientsSelect';
export { EntitySelect } from './EntitySelect';
export { FormField, shownProblem } from './FormField';
export { ProblemList } from './ProblemList';
export { SchemaEditor } from './SchemaEditor';
export type { ShapeEditorProps } from './SchemaEditor';
export { VariantsEditor } from './VariantsEditor';
