// Tests load no stylesheet but what Material UI writes into the page, and by
// far most of the time of a query by role went into matching that against
// every element. What hides something in a test says so on the element.

const inherited = (element, property) => {
  for (let at = element; at; at = at.parentElement) {
    const value = at.style?.[property];
    if (value) return value;
  }
  return undefined;
};

const computed = element => ({
  display: element.hidden ? 'none' : element.style.display || 'block',
  visibility: inherited(element, 'visibility') ?? 'visible',
});

/** The style of an element by its own attributes, as far as tests ask. */
const styleOf = element => {
  const known = computed(element);
  const read = name => known[name] ?? element.style[name] ?? '';
  return new Proxy(element.style, {
    get: (style, name) => {
      if (name === 'getPropertyValue') {
        return property => known[property] ?? style.getPropertyValue(property);
      }
      const value = read(name);
      return typeof value === 'function' ? value.bind(style) : value;
    },
  });
};

const NO_STYLE = { content: '', getPropertyValue: () => '' };

// Backends are tested without a window.
if (typeof window !== 'undefined') {
  window.getComputedStyle = (element, pseudoElement) =>
    pseudoElement ? NO_STYLE : styleOf(element);
}
