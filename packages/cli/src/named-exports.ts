/**
 * The named exports of a module that was imported on demand. Node sees our
 * transformed TypeScript as CommonJS and cannot find the names on its own, so
 * it hands them over under 'module.exports'.
 */
export const namedExports = <T extends object>(module: T): T =>
  'module.exports' in module ? (module['module.exports'] as T) : module;
