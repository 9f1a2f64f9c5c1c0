import { followRequest as followed, type RequestChange } from './follow-request.js';
import { afterwards } from './given.spec-kit.js';
import { april, committed, dropped, march, nothing, planned, proposed, shipped } from './item.spec-kit.js';
import type { Item, ItemState } from './state.js';
import type { Window } from './values.js';

const named = { requestId: 'r-1', suggestionId: 's-1', label: 'REQ-12' };
const agreed = (date: string): RequestChange => ({ why: 'DATE_MOVED', date });
const launched = (date: string): RequestChange => ({ why: 'LAUNCHED_LATE', date });
const ended = (how: 'withdrawn' | 'declined' = 'withdrawn'): RequestChange => ({ why: 'WITHDRAWN', how });

const followRequest = (item: Item, change: RequestChange) => followed(item, named, change);

const linked = (item: Item): ItemState =>
  afterwards(item, [{ type: 'RequestLinked', data: { requestId: 'r-1', primary: false } }]);
const sure = (item: Item, value: number) =>
  afterwards(item, [{ type: 'ConfidenceSet', data: { value, why: 'tested' } }]);
const over = (item: Item, window: Window): ItemState => ({ ...linked(item), window });
const quarter: Window = { start: '2026-01-01', end: '2026-03-31', precision: 'QUARTER' };

describe('a date agreed for a linked request', () => {
  it('after the window suggests to end on it, whatever is promised', () => {
    for (const item of [planned(), committed()])
      expect(followRequest(over(item, march), agreed('2026-04-15'))).toEqual([
        {
          type: 'MoveSuggested',
          data: {
            suggestionId: 's-1',
            requestId: 'r-1',
            why: 'DATE_MOVED',
            suggested: { ...march, end: '2026-04-15' },
            confidence: null,
            note: 'REQ-12 is agreed for 2026-04-15, after the window of this item ends on 2026-03-27.',
          },
        },
      ]);
  });

  it('after a window that is not meant to the day says how much less sure it is instead', () => {
    const unsaid = followRequest(over(planned(), quarter), agreed('2026-04-01'));
    expect(unsaid).toMatchObject([{ data: { suggested: null, confidence: 25 } }]);
    const said = followRequest(over(sure(planned(), 81), quarter), agreed('2026-04-01'));
    expect(said).toMatchObject([{ data: { suggested: null, confidence: 40 } }]);
  });

  it('within the window, the last day included, or before it is nothing', () => {
    for (const date of ['2026-03-02', march.end, '2026-01-01'])
      expect(followRequest(over(planned(), march), agreed(date))).toEqual([]);
  });
});

describe('a launch of a linked request', () => {
  it('after the window suggests the window it had', () => {
    expect(followRequest(over(planned(), april), launched('2026-05-04'))).toMatchObject([
      { data: { why: 'LAUNCHED_LATE', suggested: { ...april, end: '2026-05-04' }, confidence: null } },
    ]);
    expect(followRequest(over(planned(), quarter), launched('2026-05-04'))).toMatchObject([
      { data: { why: 'LAUNCHED_LATE', suggested: null, confidence: null } },
    ]);
  });

  it('in time is nothing', () => {
    expect(followRequest(over(planned(), april), launched(april.end))).toEqual([]);
  });
});

describe('the end of a linked request', () => {
  it.each(['withdrawn', 'declined'] as const)('that was %s makes the item half as sure', (how) => {
    expect(followRequest(sure(linked(planned()), 80), ended(how))).toMatchObject([
      { data: { why: 'WITHDRAWN', suggested: null, confidence: 40, note: `REQ-12 was ${how}.` } },
    ]);
  });
});

describe('what was advised before', () => {
  const before = over(planned(), march);
  const open = afterwards(before, followRequest(before, agreed('2026-04-15')));
  const next = { ...named, suggestionId: 's-2' };
  const outdated = (reason: string) => ({
    type: 'SuggestionAnswered',
    data: { suggestionId: 's-1', accepted: false, reason },
  });

  it.each<[string, RequestChange]>([
    ['REQ-12 is agreed for 2026-03-10.', agreed('2026-03-10')],
    ['REQ-12 was launched on 2026-03-10.', launched('2026-03-10')],
    ['REQ-12 was taken up again.', { why: null, how: 'taken up again' }],
    ['REQ-12 was rolled back.', { why: null, how: 'rolled back' }],
  ])('is over where nothing is to be said: %s', (reason, change) => {
    expect(followed(open, next, change)).toEqual([outdated(reason)]);
  });

  it('gives way to what is advised now', () => {
    expect(followed(open, next, agreed('2026-05-15'))).toMatchObject([
      outdated('REQ-12 is agreed for 2026-05-15.'),
      { type: 'MoveSuggested', data: { suggestionId: 's-2', suggested: { ...march, end: '2026-05-15' } } },
    ]);
    expect(followed(open, next, ended())).toMatchObject([outdated('REQ-12 was withdrawn.'), { type: 'MoveSuggested' }]);
  });

  it('stays where it was answered, is of another request, or the same fact is told again', () => {
    const answered = afterwards(open, followed(open, next, agreed('2026-03-10')));
    expect(followed(answered, { ...named, suggestionId: 's-3' }, agreed('2026-03-11'))).toEqual([]);
    const both = afterwards(open, [{ type: 'RequestLinked', data: { requestId: 'r-2', primary: false } }]);
    expect(followed(both, { ...next, requestId: 'r-2' }, agreed('2026-03-11'))).toEqual([]);
    expect(followRequest(open, agreed('2026-03-11'))).toEqual([]);
  });
});

it('says nothing about an item that is not to come, of a request that was let go, or a second time', () => {
  for (const item of [nothing, proposed(), shipped(), dropped()]) {
    const known = item.status === 'unknown' ? item : { ...item, links: linked(planned()).links };
    for (const change of [agreed('2027-01-01'), launched('2027-01-01'), ended()])
      expect(followRequest(known, change)).toEqual([]);
  }
  expect(followRequest(planned(), ended())).toEqual([]);
  const once = afterwards(linked(planned()), followRequest(linked(planned()), ended()));
  expect(followRequest(once, ended())).toEqual([]);
});
