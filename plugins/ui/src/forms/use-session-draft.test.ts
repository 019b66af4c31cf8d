import { act, renderHook } from '@testing-library/react';
import { useSessionDraft } from './use-session-draft';

type Draft = { readonly name: string; readonly days: number };
const EMPTY: Draft = { name: '', days: 14 };
const KEY = 'etude.test';

const open = () => renderHook(() => useSessionDraft(KEY, EMPTY)).result;

describe('useSessionDraft', () => {
  beforeEach(() => window.sessionStorage.clear());

  it('keeps what was typed over a reload, until it is forgotten', () => {
    const first = open();
    act(() => first.current.setDraft({ name: 'a', days: 7 }));
    const second = open();
    expect(second.current.draft).toEqual({ name: 'a', days: 7 });
    act(() => second.current.forget());
    expect(second.current.draft).toEqual({ name: 'a', days: 7 });
    expect(open().current.draft).toEqual(EMPTY);
  });

  it('takes all changes made at once', () => {
    const form = open();
    act(() => {
      form.current.change({ name: 'b' });
      form.current.change({ days: 21 });
    });
    expect(form.current.draft).toEqual({ name: 'b', days: 21 });
    expect(open().current.draft).toEqual({ name: 'b', days: 21 });
  });

  it('starts a field that is newer than what was kept as in the fallback', () => {
    window.sessionStorage.setItem(KEY, '{"name":"old"}');
    expect(open().current.draft).toEqual({ name: 'old', days: 14 });
  });

  it('starts anew from what cannot be read', () => {
    window.sessionStorage.setItem(KEY, '{"name":');
    expect(open().current.draft).toEqual(EMPTY);
  });
});
