import { type Agreement, type AgreementEvent, evolveAgreement, termsFor } from './agreement.js';
import { amendAgreement, draftAgreement, endAgreement, setRate, signAgreement } from './agreement-rules.js';
import { openBook } from './book.spec-kit.js';
import type { Allotment } from './state.js';
import { balanceOf } from './balance.js';
import { ag1, agreementOn, people, refusalOf, standardTerms } from './given.spec-kit.js';
import { amendPeriod } from './opening.js';
import { grantedMinutes } from './terms.js';

const ctx = (actor: typeof people.cmo | typeof people.cto | typeof people.both, today = '2026-01-15') => ({
  now: `${today}T08:00:00.000Z`,
  today,
  actor,
});
const none: Agreement = { status: 'unknown' };
const drafted = draftAgreement(none, ag1).reduce(evolveAgreement, none);
const smaller = { grant: { kind: 'POOL', minutesPerMonth: 3000 } } as const;

describe('an agreement', () => {
  it('holds once two sides and two persons have signed', () => {
    expect(refusalOf(() => signAgreement(none, { side: 'CONSUMER' }, ctx(people.cmo))).code).toBe('NOT_FOUND');
    expect(refusalOf(() => signAgreement(drafted, { side: 'PROVIDER' }, ctx(people.cmo))).code).toBe('FORBIDDEN');
    const first = signAgreement(drafted, { side: 'CONSUMER' }, ctx(people.both));
    const half = first.reduce(evolveAgreement, drafted);
    expect(refusalOf(() => signAgreement(half, { side: 'PROVIDER' }, ctx(people.both))).code).toBe(
      'BOTH_SIDES_BY_SAME_PERSON',
    );
    expect(refusalOf(() => signAgreement(half, { side: 'CONSUMER' }, ctx(people.cmo))).code).toBe(
      'SIDE_ALREADY_APPROVED',
    );
    const second = signAgreement(half, { side: 'PROVIDER' }, ctx(people.cto));
    expect(second.map(({ type }) => type)).toEqual(['AgreementSigned', 'AgreementActivated']);
    expect(second.reduce(evolveAgreement, half).status).toBe('ACTIVE');
  });

  it.each([
    ['a zone that does not exist', { timeZone: 'Mars/Base' }],
    ['an offset for a zone', { timeZone: '+02:00' }],
    ['no currency', { currency: 'euro' }],
    [
      'no rate for everything',
      { rates: [{ activity: 'QA', role: null, minorPerHour: 1, effectiveFrom: '2026-01-01' }] },
    ],
    [
      'a rate that begins too late',
      { rates: [{ activity: null, role: null, minorPerHour: 1, effectiveFrom: '2026-01-02' }] },
    ],
    ['an end before its beginning', { validTo: '2025-12' }],
    ['thresholds in disorder', { terms: { ...standardTerms, thresholds: [90, 75] } }],
    ['no minutes', { terms: { ...standardTerms, grant: { kind: 'POOL', minutesPerMonth: 0 } } }],
    ['overage for less', { terms: { ...standardTerms, overage: { mode: 'APPROVAL', factorPercent: 99 } } }],
  ] as const)('is not drafted with %s', (_what, change) => {
    expect(refusalOf(() => draftAgreement(none, { ...ag1, ...change })).code).toBe('VALIDATION_FAILED');
  });

  it('is amended by both sides from a planned month on', () => {
    const desk = openBook();
    desk.today = '2026-01-15';
    const months = (from: string) => [...desk.months].filter(([period]) => period >= from).map(([, month]) => month);
    const amend = (effectiveFromPeriod: string, actor: typeof people.cmo | typeof people.cto) =>
      amendAgreement(
        { agreement: desk.agreement, months: months(effectiveFromPeriod) },
        { effectiveFromPeriod, changes: smaller, side: actor.side },
        ctx(actor),
      );
    expect(refusalOf(() => amend('2026-01', people.cmo))).toMatchObject({
      code: 'AMENDMENT_IN_PAST',
      details: { period: '2026-01', status: 'OPEN' },
    });
    const nothing = { effectiveFromPeriod: '2026-02', changes: {}, side: 'CONSUMER' } as const;
    const streams = { agreement: desk.agreement, months: [] };
    expect(refusalOf(() => amendAgreement(streams, nothing, ctx(people.cmo))).code).toBe('VALIDATION_FAILED');
    desk.reserve('2026-02', 'r-1', 4000);
    desk.agreement = amend('2026-02', people.cmo).reduce(evolveAgreement, desk.agreement) as typeof desk.agreement;
    const done = amend('2026-02', people.cto);
    expect(done.map(({ type }) => type)).toEqual(['AgreementConsentGiven', 'AgreementAmended']);
    desk.agreement = done.reduce(evolveAgreement, desk.agreement) as typeof desk.agreement;
    expect(['2026-01', '2026-02', '2027-01'].map((period) => termsFor(desk.agreement, period).grant)).toEqual([
      standardTerms.grant,
      smaller.grant,
      smaller.grant,
    ]);
    const dedicated = { workingDays: 0, absenceMinutes: 0 };
    const facts = amendPeriod(desk.month('2026-02'), dedicated, desk.ctx(people.clock, '2026-02'));
    expect(desk.add('2026-02', facts)).toEqual(['PeriodAmended', 'ShortfallRaised']);
    expect(balanceOf(desk.opened('2026-02'))).toMatchObject({ available: 0, basePool: 4000, reductionPending: 1000 });
    desk.start('2026-02', '2026-02-01');
    expect(refusalOf(() => amend('2026-02', people.cto)).code).toBe('AMENDMENT_IN_PAST');
  });

  it('knows the same wish whatever the order of its fields is when it comes back', () => {
    const input = {
      effectiveFromPeriod: '2026-02',
      changes: { ...smaller, debtAllowed: true },
      side: 'CONSUMER',
    } as const;
    const [given] = amendAgreement({ agreement: agreementOn(), months: [] }, input, ctx(people.cmo));
    const data = given?.data as { terms: { changes: object } };
    const terms = {
      changes: Object.fromEntries(Object.entries(data.terms.changes).toReversed()),
      effectiveFromPeriod: '2026-02',
    };
    const stored = { ...given, data: { ...data, terms } } as AgreementEvent;
    const half = evolveAgreement(agreementOn(), stored);
    const second = amendAgreement({ agreement: half, months: [] }, { ...input, side: 'PROVIDER' }, ctx(people.cto));
    expect(second.map(({ type }) => type)).toEqual(['AgreementConsentGiven', 'AgreementAmended']);
  });

  it('changes its rates from a planned day on, in its own currency', () => {
    const set = (effectiveFrom: string, currency = 'EUR', actor: typeof people.cmo | typeof people.cto = people.cmo) =>
      setRate(
        { agreement: agreementOn(), months: [] },
        { activity: 'QA', role: null, effectiveFrom, perHour: { minor: 8000, currency }, side: actor.side },
        ctx(actor),
      );
    expect(refusalOf(() => set('2026-01-20')).code).toBe('AMENDMENT_IN_PAST');
    expect(refusalOf(() => set('2026-02-10', 'USD')).code).toBe('CURRENCY_MISMATCH');
    expect(set('2026-02-10').map(({ type }) => type)).toEqual(['AgreementConsentGiven']);
  });

  it('ends with a month that has not passed', () => {
    const end = (lastPeriod: string, months: readonly Allotment[] = []) =>
      endAgreement(
        { agreement: agreementOn(), months },
        { lastPeriod, side: 'CONSUMER' },
        ctx(people.cmo, '2026-03-10'),
      );
    expect(refusalOf(() => end('2026-02')).code).toBe('AMENDMENT_IN_PAST');
    expect(end('2026-03').map(({ type }) => type)).toEqual(['AgreementConsentGiven']);
    const desk = openBook('2026-03');
    expect(end('2026-03', [desk.month('2026-04')])).toHaveLength(1);
    desk.start('2026-04');
    expect(refusalOf(() => end('2026-03', [desk.month('2026-04')]))).toMatchObject({
      code: 'AMENDMENT_IN_PAST',
      details: { period: '2026-04', status: 'OPEN' },
    });
  });
});

it('a dedicated person grants working days × minutes × percent, minus absences', () => {
  const grant = { kind: 'DEDICATED', personId: 'p', percent: 50, calendarId: 'c', dailyMinutes: 450 } as const;
  expect(grantedMinutes(grant, { workingDays: 21, absenceMinutes: 225 })).toBe(4500);
  expect(grantedMinutes(grant, { workingDays: 1, absenceMinutes: 900 })).toBe(0);
});
