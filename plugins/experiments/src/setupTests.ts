import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A page renders a whole test app, which busy machines do slowly.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 15_000 });

// The test browser has no layout, so there is nothing to scroll.
Element.prototype.scrollIntoView = () => undefined;
