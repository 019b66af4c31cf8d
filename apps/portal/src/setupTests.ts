import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// The whole app is loaded, which busy machines do slowly.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 15_000 });
