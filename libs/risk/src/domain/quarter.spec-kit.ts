import { acceptRisk } from './acceptance.js';
import { clearReview, clearWithConditions, meetCondition } from './decision.js';
import { Desk, people } from './given.spec-kit.js';
import { cancelReview } from './reopening.js';
import { followScope } from './scope-drift.js';
import type { ReviewState } from './state.js';
import type { Touch } from './triggers.js';
import type { Lens, TouchKind } from './values.js';

/** Review, request, touches, the day it was submitted on (5.1). */
const openings: readonly (readonly [string, string, string, readonly Touch[]])[] = [
  ['RR-1', 'REQ-1', '2026-01-05', touches('PERSONAL_DATA', 'THIRD_PARTY_INTEGRATION', 'AUTHENTICATION')],
  ['RR-2', 'REQ-3', '2026-01-19', touches('PAYMENTS', 'PERSONAL_DATA', 'THIRD_PARTY_INTEGRATION')],
  ['RR-3', 'REQ-4', '2026-01-21', touches('PERSONAL_DATA', 'AUTHENTICATION')],
  ['RR-4', 'REQ-5', '2026-01-27', [{ touch: 'PUBLIC_PEAK', expectedPeakRpm: 6000 }]],
  ['RR-5', 'REQ-7', '2026-02-03', touches('THIRD_PARTY_INTEGRATION')],
  ['RR-6', 'REQ-8', '2026-02-04', touches('PERSONAL_DATA')],
];

function touches(...kinds: readonly TouchKind[]): Touch[] {
  return kinds.map((touch) => ({ touch }));
}

type Printed = readonly [id: string, review: string, lens: Lens, inherent: readonly [number, number], title: string];

/** The left half of the table of 5.6. */
const risks: readonly Printed[] = [
  ['K1', 'RR-1', 'PRIVACY', [4, 5], 'Personalisation API exposes profile fields'],
  ['K2', 'RR-1', 'THIRD_PARTY', [3, 3], 'E-mail platform outage stalls onboarding'],
  ['K3', 'RR-1', 'PRIVACY', [3, 4], 'Consent for behavioural data not recorded'],
  ['K4', 'RR-2', 'PAYMENT', [3, 5], 'Card data touches our server'],
  ['K5', 'RR-2', 'PAYMENT', [3, 4], 'Retry charges twice'],
  ['K6', 'RR-2', 'SECURITY', [2, 4], 'Forged provider webhook'],
  ['K7', 'RR-3', 'SECURITY', [5, 4], 'Referral fraud through weak sign-in'],
  ['K8', 'RR-3', 'PRIVACY', [3, 3], 'Friend’s address kept without consent'],
  ['K9', 'RR-4', 'PEAK_TRAFFIC', [4, 4], 'Site down during the peak'],
  ['K10', 'RR-6', 'PRIVACY', [2, 4], 'Opt-in flag lost in CRM sync'],
];

/** Day, risk, mitigation, and where it brought the risk. */
const reductions: readonly (readonly [string, string, string, readonly [number, number]])[] = [
  ['2026-01-29', 'K9', 'caching and load test at 6 000 rpm', [2, 4]],
  ['2026-02-13', 'K3', 'consent event', [1, 4]],
  ['2026-02-20', 'K1', 'field allow-list and signed tokens', [1, 5]],
  ['2026-02-20', 'K2', 'retry queue', [2, 3]],
  ['2026-02-20', 'K5', 'idempotency key', [1, 4]],
  ['2026-02-24', 'K6', 'signature check', [1, 4]],
  ['2026-02-27', 'K8', 'not stored', [1, 3]],
  ['2026-03-03', 'K4', 'hosted card fields', [1, 5]],
];

export type Desks = Readonly<Record<string, Desk>>;

export function deskOf(desks: Desks, reviewId: string): Desk {
  const desk = desks[reviewId];
  if (!desk) throw new Error(`No ${reviewId}.`);
  return desk;
}

const reviewOf = (riskId: string): string => risks.find(([id]) => id === riskId)?.[1] ?? '';
const deskWith = (desks: Desks, riskId: string): Desk => deskOf(desks, reviewOf(riskId));

function openAll(desks: Desks, day: string): void {
  for (const [number, [id, requestId, submitted, scope]] of openings.entries()) {
    if (submitted !== day) continue;
    const desk = deskOf(desks, id);
    desk.subject = { ...desk.subject, id: requestId };
    desk.open(scope, { number: number + 1 });
    desk.assignAll();
    for (const risk of risks.filter(([, review]) => review === id)) begin(desk, risk);
  }
}

/** A risk is found and rated, and what will be done about it is planned, with the review. */
function begin(desk: Desk, [riskId, , lens, inherent, title]: Printed): void {
  desk.identify(riskId, lens, title);
  desk.rate(riskId, 'INHERENT', inherent);
  desk.treat(riskId, riskId === 'K10' ? 'ACCEPT' : 'REDUCE', riskId === 'K10' ? 'CONSUMER' : 'PROVIDER');
  desk.acknowledge(riskId);
  const planned = reductions.find(([, id]) => id === riskId);
  if (planned) desk.mitigate(riskId, planned[2]);
}

function reduceAll(desks: Desks, day: string): void {
  for (const [on, riskId, , place] of reductions) {
    if (on !== day) continue;
    const desk = deskWith(desks, riskId);
    for (const { mitigationId } of desk.risk(riskId).mitigations) desk.verify(mitigationId);
    desk.rate(riskId, 'CURRENT', place);
  }
}

const clear =
  (id: string) =>
  (desks: Desks): void => {
    deskOf(desks, id).do(clearReview, { reviewId: id });
  };

const signs =
  (id: string) =>
  (desks: Desks): void =>
    deskOf(desks, id).signAll();

/** The single code makes the brief another one (5.1), and with no cash in it there is nothing left to defraud. */
function avoidK7(desks: Desks): void {
  const desk = deskOf(desks, 'RR-3');
  desk.subject = { ...desk.subject, scopeHash: 'h2' };
  const scope = { touches: touches('PERSONAL_DATA', 'AUTHENTICATION') };
  desk.do(followScope, { reviewId: 'RR-3', scope, scopeHash: 'h2', touches: [], parts: ['CRITERIA'] });
  desk.treat('K7', 'AVOID');
  desk.rate('K7', 'CURRENT', [2, 3]);
}

function acceptK10(desks: Desks): void {
  const terms = { expiresOn: '2026-05-15', justification: 'Rare, and noticed within a day.' };
  const input = { riskId: 'K10', side: 'CONSUMER', ...terms, control: 'nightly comparison' } as const;
  deskOf(desks, 'RR-6').do(acceptRisk, input, people.cmo);
}

function conditional(desks: Desks): void {
  const desk = deskOf(desks, 'RR-4');
  desk.signAll();
  const conditions = [{ text: 'Somebody watches the site during the peak', preLaunch: true }];
  desk.do(clearWithConditions, { reviewId: 'RR-4', conditions });
  desk.do(meetCondition, { reviewId: 'RR-4', conditionId: 'C1', evidence: 'roster of the day' });
}

function cancel(desks: Desks): void {
  const desk = deskOf(desks, 'RR-5');
  desk.subject = { ...desk.subject, ended: true };
  desk.do(cancelReview, { reviewId: 'RR-5', reason: 'Answered by the reference.' });
}

/** What else happened, after what was reduced on that day (5.6). */
const deeds: Readonly<Record<string, readonly ((desks: Desks) => void)[]>> = {
  '2026-01-29': [conditional],
  '2026-02-02': [avoidK7],
  '2026-02-06': [cancel],
  '2026-02-18': [acceptK10],
  '2026-02-20': [signs('RR-6'), clear('RR-6'), signs('RR-1'), signs('RR-2')],
  '2026-03-04': [clear('RR-2')],
  '2026-03-11': [clear('RR-1')],
  '2026-03-17': [signs('RR-3'), clear('RR-3')],
};

/** The recorded commands of the quarter, day by day. */
export function playQuarter(until = '2026-03-31'): Desks {
  const desks = Object.fromEntries(openings.map(([id]) => [id, new Desk(id)] as const));
  const days = [...openings.map(([, , day]) => day), ...reductions.map(([day]) => day), ...Object.keys(deeds)];
  for (const day of [...new Set(days)].sort()) {
    if (day > until) break;
    for (const desk of Object.values(desks)) desk.today = day;
    openAll(desks, day);
    reduceAll(desks, day);
    for (const deed of deeds[day] ?? []) deed(desks);
  }
  return desks;
}

/** All reviews as they stood at the end of a day. */
export const reviewsAsOf = (desks: Desks, day: string): ReviewState[] =>
  Object.values(desks).flatMap((desk) => {
    const review = desk.asOf(day);
    return review.status === 'unknown' ? [] : review;
  });
