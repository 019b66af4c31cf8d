import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LakeRecord } from '../lake-schema';
import { recordLine } from '../record-line';
import { sealedSegments } from './acknowledgements';

/** The log folder of one case of the contract. */
export class LogOfCase {
  readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
  }

  async seal(id: string, lines: readonly (LakeRecord | string)[]) {
    const sealed = join(this.dir, 'sealed');
    await mkdir(sealed, { recursive: true });
    const text = lines.map(line =>
      typeof line === 'string' ? line : recordLine(line),
    );
    await writeFile(join(sealed, `${id}.ndjson`), `${text.join('\n')}\n`);
  }

  async waiting(): Promise<string[]> {
    return (await sealedSegments(this.dir)).map(({ id }) => id).sort();
  }

  rejected(name: string): Promise<string> {
    return readFile(join(this.dir, 'rejected', name), 'utf8');
  }

  async rejectedFiles(): Promise<string[]> {
    return (await readdir(join(this.dir, 'rejected'))).sort();
  }
}
