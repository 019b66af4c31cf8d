import { describe, expect, it } from 'vitest';
import { timestampMessage } from './proto/timestamp';
import { wireMessage } from './proto/wire-types';
import { APP_SECRET, BROWSER_SECRET, wireState } from './testing/wire-state';
import { WIRE_NOW, wireUnderTest } from './testing/wire-under-test';

const request = wireMessage(
  'confidence.flags.resolver.v1.WriteFlagLogsRequest',
);
const PATH = '/v1/clientFlagLogs:write';
const APPLIED = '2026-03-01T11:59:58.250Z';

const logged = {
  flag: 'flags/plain',
  targetingKey: 'user-1',
  targetingKeySelector: '',
  assignmentInfo: {
    segment: 'segments/everyone',
    variant: 'flags/plain/variants/on',
  },
  assignmentId: 'to-on',
  rule: 'flags/plain/rules/r',
  applyTime: timestampMessage(new Date(APPLIED)),
};

const write = (
  flags: readonly object[],
  {
    secret = APP_SECRET,
    under = wireUnderTest({ state: wireState() }),
    resolveId = 'r1',
  } = {},
) =>
  under
    .ask('POST', PATH, {
      headers: {
        authorization: `ClientSecret ${secret}`,
        'content-type': 'application/x-protobuf',
      },
      body: request.encode({ flagAssigned: [{ resolveId, flags }] }),
    })
    .then(answer => ({ answer, lines: under.lines }));

describe('POST /v1/clientFlagLogs:write', () => {
  it('logs the assignments of a resolver elsewhere', async () => {
    const { answer, lines } = await write([logged]);
    expect(answer.status).toBe(200);
    expect(answer.body).toHaveLength(0);
    expect(lines).toMatchObject([
      {
        type: 'assignment',
        assigned_at: APPLIED,
        flag: 'plain',
        rule: 'r',
        segment: 'everyone',
        variant: 'on',
        unit: 'user-1',
        selector: 'targeting_key',
        client: 'app',
        resolve_id: 'r1',
        id_origin: 'client',
      },
    ]);
  });

  it('knows the segment of a rule that was fallen through', async () => {
    const { lines } = await write([
      {
        flag: 'flags/passed',
        defaultAssignment: { reason: 1 },
        fallthroughAssignments: [
          {
            rule: 'flags/passed/rules/r',
            assignmentId: 'none',
            targetingKey: 'user-1',
            targetingKeySelector: 'targeting_key',
          },
        ],
      },
    ]);
    expect(lines).toMatchObject([
      { flag: 'passed', reason: 'FALLTHROUGH', segment: 'everyone' },
    ]);
  });

  it('logs a batch that is sent again once', async () => {
    const under = wireUnderTest({ state: wireState() });
    await write([logged], { under });
    const { lines } = await write([logged], { under });
    expect(lines).toHaveLength(1);
  });

  it('keeps two units apart whose resolve ids were left out', async () => {
    const { lines } = await write(
      [logged, { ...logged, targetingKey: 'user-2' }],
      { resolveId: '' },
    );
    expect(new Set(lines.map(line => line['log_id'])).size).toBe(2);
  });

  it('does not take an exported default variant for an assignment', async () => {
    const { lines } = await write([
      { ...logged, rule: 'flags/plain/rules/etude.default' },
    ]);
    expect(lines).toEqual([]);
  });

  it('takes the receipt for a time in the future or in no century', async () => {
    for (const applyTime of ['2036-01-01', '1970-01-01']) {
      const { lines } = await write([
        { ...logged, applyTime: timestampMessage(new Date(applyTime)) },
      ]);
      expect(lines).toMatchObject([{ assigned_at: WIRE_NOW }]);
    }
  });

  it('refuses browsers and unknown secrets', async () => {
    const browser = await write([logged], { secret: BROWSER_SECRET });
    expect(browser.answer.status).toBe(403);
    const unknown = await write([logged], { secret: 'wr0ng' });
    expect(unknown.answer.status).toBe(401);
    expect(unknown.lines).toEqual([]);
  });
});
