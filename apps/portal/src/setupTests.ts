import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// The whole app is loaded, which busy machines do slowly.
jest.setTimeout(120_000);
configure({ asyncUtilTimeout: 15_000 });

// Every browser answers media queries; jsdom does not.
Object.assign(window, {
  matchMedia: () => ({
    matches: false,
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
  }),
});
