import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from './open-api-document';

// `yarn workspace @etude/edge openapi` writes the file that a test compares.
writeFileSync(
  join(__dirname, '..', '..', 'openapi.json'),
  `${JSON.stringify(openApiDocument(), null, 2)}\n`,
);
