import '@testing-library/jest-dom';

// The test browser has no layout, so there is nothing to scroll.
Element.prototype.scrollIntoView = () => undefined;
