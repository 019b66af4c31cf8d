import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Busy machines load slowly what a test waits for.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 15_000 });
