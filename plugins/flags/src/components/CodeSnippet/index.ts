export { CodeSnippet } from './CodeSnippet';
