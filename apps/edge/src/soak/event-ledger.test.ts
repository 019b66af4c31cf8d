import { describe, expect, it } from 'vitest';
import { EventLedger } from './event-ledger';

const ledgerOf = (unit: string, hasId = true) => {
  const ledger = new EventLedger();
  ledger.sent(unit, hasId);
  return ledger;
};

describe('EventLedger', () => {
  it('wants an acknowledged event once', () => {
    const ledger = ledgerOf('event-1');
    ledger.answered(['event-1']);
    expect(ledger.problems()).toEqual(['lost: event event-1']);
    ledger.row({ eventId: 'event-1', unit: 'event-1' });
    expect(ledger.problems()).toEqual([]);
    ledger.row({ eventId: 'event-1', unit: 'event-1' });
    expect(ledger.problems()).toEqual([expect.stringMatching(/^doubled: /)]);
  });

  it('allows an event without an answer to be in the lake or not', () => {
    const ledger = ledgerOf('event-1');
    expect(ledger.problems()).toEqual([]);
    expect(ledger.row({ eventId: 'event-1', unit: 'event-1' })).toBeNull();
    expect(ledger.problems()).toEqual([]);
  });

  it('tells of a row that nobody sent, or under another id', () => {
    const ledger = ledgerOf('event-1');
    expect(ledger.row({ eventId: 'x', unit: 'event-2' })).not.toBeNull();
    expect(ledger.row({ eventId: 'x', unit: 'event-1' })).not.toBeNull();
    const named = ledgerOf('event-1', false);
    expect(named.row({ eventId: 'of-the-edge', unit: 'event-1' })).toBeNull();
  });
});
