import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findReferences } from './find-references';
import { scan, scanFolder } from './scan';

let folder = '';

const write = (file: string, content: string | Buffer): void => {
  const target = path.join(folder, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, content);
};

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'etude-scan-'));
  write('src/basket.ts', "a\nresolve('checkout.color', false);\n");
  write('src/other.ts', "resolve('checkout-button');\n");
  write('logo.png', Buffer.from('checkout\0'));
  write('node_modules/sdk/index.js', 'checkout');
});

afterEach(() => {
  vi.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
});

describe('findReferences', () => {
  it('finds whole words only, once per line', () => {
    const text = 'checkout checkout\nmy-checkout\nflags/checkout.color';
    const found = findReferences({ path: 'a.ts', text }, new Set(['checkout']));
    expect(found.get('checkout')?.map(({ line }) => line)).toEqual([1, 3]);
  });
});

describe('etude flags scan', () => {
  const checkout = [
    {
      path: 'src/basket.ts',
      line: 2,
      snippet: "resolve('checkout.color', false);",
    },
  ];

  it('leaves out binary files and what tools made', async () => {
    const found = await scanFolder(folder, ['checkout', 'unused-flag']);
    expect([...found]).toEqual([
      ['checkout', checkout],
      ['unused-flag', []],
    ]);
  });

  it('looks at what git does not ignore', async () => {
    execFileSync('git', ['-C', folder, 'init', '--quiet']);
    write('.gitignore', 'node_modules\nsrc/basket.ts\n');
    write('new.py', 'flag = "checkout"');
    const found = await scanFolder(folder, ['checkout']);
    expect(found.get('checkout')?.map(({ path: file }) => file)).toEqual([
      'new.py',
    ]);
  });

  it('tells a portal, also of flags that no code names any more', async () => {
    const puts: unknown[] = [];
    const server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        if (request.method === 'PUT') {
          puts.push([request.url, JSON.parse(body)]);
        }
        const items = [{ id: 'checkout' }, { id: 'unused-flag' }];
        response.end(JSON.stringify({ items, totalItems: 2 }));
      });
    });
    await new Promise<void>(resolve => {
      server.listen(0, resolve);
    });
    const { port } = server.address() as AddressInfo;
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const code = await scan([
      folder,
      '--portal',
      `http://localhost:${port}`,
      '--token',
      'secret',
      '--repository',
      'shop',
      '--revision',
      'abc',
    ]);
    server.close();
    expect(code).toBe(0);
    const origin = { repository: 'shop', revision: 'abc' };
    expect(puts).toEqual([
      [
        '/api/flags/v1/flags/checkout/code-references',
        { ...origin, references: checkout },
      ],
      [
        '/api/flags/v1/flags/unused-flag/code-references',
        { ...origin, references: [] },
      ],
    ]);
  });

  it('says what is missing', async () => {
    await expect(scan([folder])).rejects.toMatchObject({
      code: 'ETUDE_CLI_OPTION',
    });
    await expect(scan([])).rejects.toThrow(/Name one folder/);
  });
});
