import '@testing-library/jest-dom';

// A page renders a whole test app, which is slow on a busy machine.
jest.setTimeout(30_000);
