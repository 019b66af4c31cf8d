import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// The first test of a file loads the whole app, and the first one that opens a
// tab loads that tab, which busy machines do slowly.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 15_000 });
