import '@testing-library/jest-dom';

// The first test of a file loads the whole app, which busy machines do slowly.
jest.setTimeout(30_000);
