// Jest runs tests in a realm of its own, where errors of Node itself (fs,
// native addons) are not `instanceof Error`. Code under test runs in one realm
// and may rely on it.
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, candidate: unknown): boolean {
    return this === Error &&
      Object.prototype.toString.call(candidate) === '[object Error]'
      ? true
      : Function.prototype[Symbol.hasInstance].call(this, candidate);
  },
});
