/** `create` with its results kept by key. */
export const memoized = <T>(
  create: (key: string) => T,
): ((key: string) => T) => {
  const made = new Map<string, T>();
  return key => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = create(key);
    made.set(key, value);
    return value;
  };
};
