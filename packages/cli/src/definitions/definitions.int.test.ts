import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { definitions } from './definitions';

const change = (id: string, problem?: string) => ({
  ...{ kind: 'metric', id, change: 'create', before: '', after: `${id}:` },
  problems: problem ? [{ code: 'ETUDE_X', message: problem }] : [],
});

const ANSWERS: Record<string, [status: number, body: object]> = {
  'GET /api/metrics/v1/definitions': [200, { text: 'metrics: {}\n' }],
  'good apply': [
    200,
    { isApplied: true, changes: [change('a')], ignoredExperiments: ['e'] },
  ],
  'good trial': [
    200,
    { isApplied: false, changes: [change('a')], ignoredExperiments: [] },
  ],
  'partly apply': [
    200,
    {
      isApplied: true,
      changes: [change('a'), change('b', 'No such column.')],
      ignoredExperiments: [],
    },
  ],
  'wrong apply': [400, { error: { message: 'Cannot be read: Line 3' } }],
};

describe('./etude definitions', () => {
  let server: http.Server;
  let portal: string;
  let folder: string;
  let printed: string[];

  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'etude-definitions-'));
    server = http.createServer((request, response) => {
      void text(request).then(body => {
        const sent = body === '' ? null : JSON.parse(body);
        const key = sent
          ? `${sent.text} ${sent.isTrial ? 'trial' : 'apply'}`
          : `${request.method} ${request.url}`;
        const isSigned = request.headers.authorization === 'Bearer t0ken';
        const [status, answer] = (isSigned && ANSWERS[key]) || [404, {}];
        response.writeHead(status).end(JSON.stringify(answer));
      });
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    portal = `http://127.0.0.1:${port}/`;
    printed = [];
    vi.spyOn(process.stdout, 'write').mockImplementation(line => {
      printed.push(String(line));
      return true;
    });
  });

  afterEach(() => {
    vi.restoreAllMocks();
    server.close();
    fs.rmSync(folder, { recursive: true });
  });

  const run = (...words: string[]) =>
    definitions([...words, '--portal', portal, '--token', 't0ken']);

  const apply = (content: string, ...words: string[]) => {
    const file = path.join(folder, 'definitions.yaml');
    fs.writeFileSync(file, content);
    return run('apply', file, ...words);
  };

  it('writes what a portal defines, to a file or out', async () => {
    const file = path.join(folder, 'all.yaml');
    expect(await run('export', file)).toBe(0);
    expect(fs.readFileSync(file, 'utf8')).toBe('metrics: {}\n');
    expect(await run('export')).toBe(0);
    expect(printed.at(-1)).toBe('metrics: {}\n');
  });

  it('says what it did, would do, and what was refused', async () => {
    expect(await apply('good')).toBe(0);
    expect(printed.join('')).toMatch(/^created {2}metric a\nleft alone .* e:/);
    printed = [];
    expect(await apply('good', '--trial')).toBe(0);
    expect(printed.join('')).toMatch(/^new {2}metric a\nA trial/);
    printed = [];
    expect(await apply('partly')).toBe(1);
    expect(printed.join('')).toMatch(
      /created {2}metric a\nrefused {2}metric b\n {2}No such column\.\nWhat is refused was left out/,
    );
  });

  it('tells why the portal takes none of it', async () => {
    await expect(apply('wrong')).rejects.toMatchObject({
      code: 'ETUDE_CLI_PORTAL',
      message: 'Cannot be read: Line 3',
    });
    await expect(
      definitions(['export', '--portal', 'http://127.0.0.1:1', '--token', 't']),
    ).rejects.toMatchObject({ code: 'ETUDE_CLI_PORTAL' });
    await expect(run('remove', 'x')).rejects.toMatchObject({
      code: 'ETUDE_CLI_OPTION',
    });
  });
});
