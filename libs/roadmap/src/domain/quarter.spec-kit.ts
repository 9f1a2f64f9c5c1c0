import { versionOn } from '#libs/vocabulary';
import { shipItem } from './delivery.js';
import { Desk } from './desk.spec-kit.js';
import { aRequest, by, days, ownedBy, people } from './given.spec-kit.js';
import { standardPlanning } from './policy.js';
import { evolveSession, type Session, type SessionEvent, type SessionState } from './session.js';
import { closePlanning, openPlanning, recordAttendance, schedulePlanning } from './session-rules.js';
import { proposeItem, type ProposeItemInput } from './proposal.js';
import type { MoveReason } from './values.js';
import { assessCampaignWorthiness } from './worthiness.js';

type Row = readonly [number: number, title: string, lane: ProposeItemInput['lane'], kind: ProposeItemInput['kind']];

const rows: readonly (readonly [...Row, start: string, end: string])[] = [
  [1, 'Onboarding', 'SHARED', 'FEATURE', '2026-01-05', '2026-04-13'],
  [2, 'Single sign-on', 'PRODUCT', 'FEATURE', '2026-02-02', '2026-03-13'],
  [3, 'Spring campaign', 'MARKETING', 'CAMPAIGN', '2026-03-16', '2026-04-30'],
  [4, 'Payment-provider upgrade', 'ENGINEERING', 'UPGRADE', '2026-02-02', '2026-02-13'],
  [5, 'Referral', 'SHARED', 'FEATURE', '2026-02-02', '2026-05-29'],
  [6, 'Paid webinars', 'MARKETING', 'EVENT', '2026-03-09', '2026-05-29'],
  [7, 'CMS upgrade', 'ENGINEERING', 'UPGRADE', '2026-03-30', '2026-04-10'],
];

function baseline(desk: Desk): void {
  for (const [number, title, lane, kind, start, end] of rows) {
    desk.plan(`RM-${number}`, days(start, end), { number, title, lane, kind });
  }
  desk.add({ fromId: 'RM-3', toId: 'RM-1', type: 'NEEDS', bufferWorkingDays: 10 });
  desk.add({ fromId: 'RM-7', toId: 'RM-3', type: 'CONFLICTS' });
  desk.link('RM-1', 'REQ-1', true);
  desk.link('RM-5', 'REQ-4', true);
  desk.link('RM-6', 'REQ-3');
  desk.do('RM-2', (item) =>
    assessCampaignWorthiness(
      item,
      { verdict: 'NOT_WORTHY', reason: 'Nobody chooses us for it.' },
      desk.ctx(people.cmo),
    ),
  );
  desk.commit('RM-2');
  for (const itemId of ['RM-1', 'RM-3', 'RM-5', 'RM-6']) desk.promise(itemId);
  for (const itemId of ['RM-4', 'RM-7']) desk.commit(itemId);
}

/** 5.7 line by line; `requests` are launched when their items ship. */
const course: readonly (readonly [day: string, act: (desk: Desk) => void])[] = [
  ['2026-01-08', baseline],
  ['2026-01-09', (desk) => desk.start('RM-1')],
  ['2026-02-02', (desk) => desk.start('RM-4')],
  ['2026-02-02', move('RM-5', '2026-03-02', '2026-03-27', 'SCOPE')],
  ['2026-02-10', move('RM-1', '2026-01-05', '2026-03-16', 'SCOPE')],
  ['2026-02-12', move('RM-3', '2026-03-30', '2026-04-30', 'DEPENDENCY')],
  ['2026-02-13', ship('RM-4', {})],
  ['2026-02-24', move('RM-2', '2026-04-07', '2026-05-15', 'CAPACITY')],
  ['2026-03-02', (desk) => desk.start('RM-5')],
  ['2026-03-10', move('RM-7', '2026-05-04', '2026-05-15', 'DEPENDENCY')],
  ['2026-03-16', ship('RM-1', { 'REQ-1': 'LAUNCHED' })],
  ['2026-03-24', ship('RM-5', { 'REQ-4': 'LAUNCHED' })],
  ['2026-03-26', proposeBrandRefresh],
];

function move(itemId: string, start: string, end: string, reasonCode: MoveReason): (desk: Desk) => void {
  return (desk) => desk.move(itemId, days(start, end), { reasonCode });
}

function ship(itemId: string, requests: Readonly<Record<string, string>>): (desk: Desk) => void {
  const requestOf = (requestId: string) => aRequest(requests[requestId] ?? 'IN_PROGRESS');
  return (desk) =>
    desk.do(itemId, (item) => shipItem({ item, requestOf }, { localDate: desk.today }, desk.ctx(people.product)));
}

function proposeBrandRefresh(desk: Desk): void {
  const proposal = { number: 8, title: 'Brand refresh', lane: 'MARKETING', kind: 'CAMPAIGN' } as const;
  desk.do('RM-8', (item) => proposeItem(item, { ...proposal, owners: ownedBy('t-marketing') }));
}

/** The quarter's roadmap, from the rules alone. */
export function playQuarter(): Desk {
  const desk = new Desk();
  for (const [day, act] of course) {
    desk.today = day;
    act(desk);
  }
  return desk;
}

/** A planning session with one from each side, and what its close wrote down. */
export function playSession(day: string, baselinePosition: number): SessionState['closed'] {
  const facts: SessionEvent[] = [];
  const session = () => facts.reduce<Session>(evolveSession, { status: 'unknown' });
  const ctx = by(people.product, day);
  facts.push(...schedulePlanning(session(), { date: day, horizon: 'NOW' }, ctx));
  facts.push(...openPlanning(session(), ctx));
  facts.push(...recordAttendance(session(), { personId: people.cmo.personId, side: 'CONSUMER' }));
  facts.push(...recordAttendance(session(), { personId: people.cto.personId, side: 'PROVIDER' }));
  facts.push(...closePlanning(session(), { baselinePosition, policy: versionOn(standardPlanning, day) }));
  const held = session();
  return held.status === 'unknown' ? null : held.closed;
}
