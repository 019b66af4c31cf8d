import { describe, expect, it } from 'vitest';
import { connectionConfig } from './connection-config';

const fromUrl = (url: string) => connectionConfig({ url });

describe('the connection of a URL', () => {
  it('takes its parts, percent-decoded', () => {
    expect(
      fromUrl(
        'postgres://r%40x:p%2Fw%3A%20@[::1]:6432/my%20db?sslmode=require',
      ),
    ).toEqual({
      host: '::1',
      port: 6432,
      database: 'my db',
      user: 'r@x',
      password: 'p/w: ',
      ssl: { rejectUnauthorized: false },
    });
  });

  it('verifies certificates when asked, by the URL or the option', () => {
    const url = 'postgres://u@h/d';
    expect(fromUrl(url).ssl).toBe(false);
    expect(fromUrl(`${url}?sslmode=verify-full`).ssl).toEqual({
      rejectUnauthorized: true,
      host: 'h',
    });
    expect(connectionConfig({ url }, { ca: 'PEM' }).ssl).toEqual({
      rejectUnauthorized: true,
      host: 'h',
      ca: 'PEM',
    });
  });

  it.each([
    'not a URL hunter2',
    'mysql://u:hunter2@h/d',
    'postgres://u:hunter2@h',
    'postgres://:hunter2@h/d',
    'postgres://u:hunter2@h/d?sslmode=prefer',
    'postgres://u:hunter2%@h/d',
  ])('refuses %s without repeating its secret', url => {
    let refusal: unknown;
    try {
      fromUrl(url);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({
      code: 'ETUDE_WAREHOUSE_CONNECTION_OPTIONS',
      kind: 'user',
    });
    expect(String(refusal)).not.toContain('hunter2');
    expect(refusal).not.toHaveProperty('cause');
  });
});
