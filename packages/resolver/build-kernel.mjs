import { readFile, writeFile } from 'node:fs/promises';
import loadWabt from 'wabt';

/** Compiles src/hash/murmur3.wat and writes its bytes beside it, as code. */
const folder = new URL('./src/hash/', import.meta.url);
const wabt = await loadWabt();
const source = await readFile(new URL('murmur3.wat', folder), 'utf8');
const { buffer } = wabt.parseWat('murmur3.wat', source).toBinary({});
const base64 = Buffer.from(buffer).toString('base64');
const lines = base64.match(/.{1,72}/g).map(line => `  '${line}',`);
await writeFile(
  new URL('murmur3-kernel.generated.ts', folder),
  `/**
 * murmur3.wat as WebAssembly, ${buffer.length} bytes in base64. Made by
 * \`yarn workspace @etude/resolver build:kernel\`; do not edit.
 */
export const KERNEL_BASE64 = [
${lines.join('\n')}
].join('');
`,
);
