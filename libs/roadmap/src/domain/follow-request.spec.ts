import { followRequest as followed, type RequestChange } from './follow-request.js';
import { afterwards } from './given.spec-kit.js';
import { april, committed, dropped, march, nothing, planned, proposed, shipped } from './item.spec-kit.js';
import type { Item, ItemState } from './state.js';
import type { Window } from './values.js';

const named = { requestId: 'r-1', suggestionId: 's-1', label: 'REQ-12' };
const agreed = (date: string): RequestChange => ({ why: 'DATE_MOVED', date });
const launched = (date: string): RequestChange => ({ why: 'LAUNCHED_LATE', date });
const ended = (how: 'WITHDRAWN' | 'DECLINED' = 'WITHDRAWN'): RequestChange => ({ why: 'WITHDRAWN', how });

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
  it.each(['WITHDRAWN', 'DECLINED'] as const)('that was %s makes the item half as sure', (how) => {
    expect(followRequest(sure(linked(planned()), 80), ended(how))).toMatchObject([
      { data: { why: 'WITHDRAWN', suggested: null, confidence: 40, note: `REQ-12 was ${how.toLowerCase()}.` } },
    ]);
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
