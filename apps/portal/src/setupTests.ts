import '@testing-library/jest-dom';

// The whole app is loaded, which busy machines do slowly.
jest.setTimeout(60_000);
