import { versionOn } from '#libs/vocabulary';
import { anItem, by, codeOf, given, people } from './given.spec-kit.js';
import { standardPlanning } from './policy.js';
import { proposeItem } from './proposal.js';
import { evolveSession, type Session, type SessionEvent } from './session.js';
import {
  cancelPlanning,
  closePlanning,
  openPlanning,
  recordAttendance,
  recordDecision,
  schedulePlanning,
} from './session-rules.js';

const nothing: Session = { status: 'unknown' };
const ctx = by(people.product, '2026-01-08');
const policy = versionOn(standardPlanning, '2026-01-08');
const item = given(proposeItem({ status: 'unknown' }, anItem));
const after = (session: Session, facts: readonly SessionEvent[]) => facts.reduce(evolveSession, session);

const scheduled = after(nothing, schedulePlanning(nothing, { date: '2026-01-08', horizon: 'NOW' }, ctx));
const open = after(scheduled, openPlanning(scheduled, ctx));
const attended = (...present: readonly (readonly [string, 'CONSUMER' | 'PROVIDER'])[]) =>
  present.reduce((session, [personId, side]) => after(session, recordAttendance(session, { personId, side })), open);
const close = (session: Session) => closePlanning(session, { baselinePosition: 417, policy });

describe('a planning session', () => {
  it('is scheduled for a day to come', () => {
    expect(schedulePlanning(nothing, { date: '2026-03-26', horizon: 'NEXT' }, ctx)).toEqual([
      { type: 'PlanningScheduled', data: { date: '2026-03-26', horizon: 'NEXT' } },
    ]);
    expect(codeOf(() => schedulePlanning(nothing, { date: '2026-01-07', horizon: 'NOW' }, ctx))).toBe('DATE_IN_PAST');
    expect(codeOf(() => schedulePlanning(open, { date: '2026-01-09', horizon: 'NOW' }, ctx))).toBe('INVALID_STATE');
  });

  it('is opened once, on the day it is held', () => {
    expect(openPlanning(scheduled, by(people.cmo, '2026-01-09'))).toEqual([
      { type: 'PlanningOpened', data: { heldOn: '2026-01-09' } },
    ]);
    expect(codeOf(() => openPlanning(open, ctx))).toBe('INVALID_STATE');
    expect(codeOf(() => openPlanning(nothing, ctx))).toBe('NOT_FOUND');
  });

  it('counts each person once, on one side', () => {
    const one = attended(['p-cleo', 'CONSUMER']);
    expect(recordAttendance(one, { personId: 'p-cleo', side: 'CONSUMER' })).toEqual([]);
    expect(codeOf(() => recordAttendance(one, { personId: 'p-cleo', side: 'PROVIDER' }))).toBe(
      'BOTH_SIDES_BY_SAME_PERSON',
    );
    expect(codeOf(() => recordAttendance(scheduled, { personId: 'p-cleo', side: 'CONSUMER' }))).toBe('INVALID_STATE');
    const many = attended(...Array.from({ length: 200 }, (_, index) => [`p${index}`, 'CONSUMER'] as const));
    expect(codeOf(() => recordAttendance(many, { personId: 'p-x', side: 'CONSUMER' }))).toBe('LIMIT_REACHED');
  });

  it('keeps what was decided, and why', () => {
    const decided = { itemId: 'i-1', decision: 'Move to May', rationale: 'The campaign comes first.' };
    expect(recordDecision({ session: open, item }, decided)).toEqual([
      { type: 'PlanningDecisionRecorded', data: decided },
    ]);
    const facts = recordDecision({ session: open, item }, decided);
    expect(after(open, facts)).toMatchObject({ decisions: [decided] });
    expect(codeOf(() => recordDecision({ session: open, item }, { ...decided, rationale: ' ' }))).toBe(
      'VALIDATION_FAILED',
    );
    expect(codeOf(() => recordDecision({ session: open, item: { status: 'unknown' } }, decided))).toBe('NOT_FOUND');
    expect(codeOf(() => recordDecision({ session: scheduled, item }, decided))).toBe('INVALID_STATE');
  });

  it('is joint with both sides, and its baseline is a place in the log (P43)', () => {
    expect(close(attended(['p-cleo', 'CONSUMER'], ['p-mo', 'CONSUMER'], ['p-theo', 'PROVIDER']))).toEqual([
      {
        type: 'PlanningClosed',
        data: {
          baselinePosition: 417,
          heldOn: '2026-01-08',
          attendance: { marketing: 2, engineering: 1 },
          joint: true,
          policyVersion: 1,
        },
      },
    ]);
    expect(close(attended(['p-cleo', 'CONSUMER']))).toMatchObject([{ data: { joint: false } }]);
    expect(close(open)).toMatchObject([{ data: { joint: false, attendance: { marketing: 0, engineering: 0 } } }]);
    expect(codeOf(() => close(scheduled))).toBe('INVALID_STATE');
    expect(codeOf(() => closePlanning(open, { baselinePosition: 1.5, policy }))).toBe('VALIDATION_FAILED');
  });

  it('is cancelled with a reason, unless it is closed', () => {
    expect(cancelPlanning(scheduled, { reason: 'half of us are ill' })).toEqual([
      { type: 'PlanningCancelled', data: { reason: 'half of us are ill' } },
    ]);
    expect(codeOf(() => cancelPlanning(open, { reason: '' }))).toBe('REASON_REQUIRED');
    const closed = after(open, close(open));
    expect(codeOf(() => cancelPlanning(closed, { reason: 'x' }))).toBe('INVALID_STATE');
    const gone = after(open, cancelPlanning(open, { reason: 'x' }));
    expect(codeOf(() => close(gone))).toBe('INVALID_STATE');
  });

  it('a fact of a newer program changes nothing', () => {
    const unheard = { type: 'PlanningSung', data: {} } as unknown as SessionEvent;
    expect([evolveSession(open, unheard), evolveSession(nothing, unheard)]).toEqual([open, nothing]);
  });
});
