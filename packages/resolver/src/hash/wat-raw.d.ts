/** Source text of a file, as the test runner imports it. */
declare module '*.wat?raw' {
  const source: string;
  export { source as default };
}
