import { acceptRisk, acknowledgeRisk, revokeAcceptance } from './acceptance.js';
import { clearReview } from './decision.js';
import { codeOf, Desk, pendingDesk, people, refusalOf } from './given.spec-kit.js';
import { rateRisk } from './rating.js';

const terms = { riskId: 'K1', expiresOn: '2026-04-05', justification: 'Rare.', control: 'Somebody watches.' };
const consumer = { ...terms, side: 'CONSUMER' } as const;
const provider = { ...terms, side: 'PROVIDER' } as const;

describe('accepting a risk', () => {
  it('happens by itself when it is LOW, until it is looked at again (K4)', () => {
    const desk = pendingDesk([1, 2]);
    expect(desk.treat('K1', 'ACCEPT')).toEqual(['TreatmentChosen', 'RiskAccepted']);
    expect(desk.risk('K1').acceptance).toMatchObject({ automatic: true, expiresOn: '2026-07-04', by: [] });
  });

  it('is for either lead when it is LOW and its treatment is another one', () => {
    const desk = pendingDesk([1, 2]);
    expect(codeOf(() => desk.do(acceptRisk, consumer, people.campaign))).toBe('FORBIDDEN');
    expect(desk.do(acceptRisk, consumer, people.cmo)).toEqual(['RiskAccepted']);
    expect(desk.risk('K1').acceptance).toMatchObject({ automatic: false, by: [{ personId: 'p-cleo' }] });
  });

  it('is for the lead of the side that carries it when MEDIUM', () => {
    const desk = pendingDesk([2, 4]);
    expect(codeOf(() => desk.do(acceptRisk, consumer, people.cmo))).toBe('FORBIDDEN');
    expect(codeOf(() => desk.do(acceptRisk, provider, people.cmo))).toBe('FORBIDDEN');
    expect(desk.do(acceptRisk, provider, people.cto)).toEqual(['RiskAccepted']);
    expect(desk.risk('K1').acceptance).toMatchObject({ band: 'MEDIUM', by: [{ personId: 'p-theo' }] });
  });

  it('asks who carries it first', () => {
    const desk = new Desk();
    desk.open([{ touch: 'PERSONAL_DATA' }]);
    desk.identify('K1', 'PRIVACY');
    expect(codeOf(() => desk.do(acceptRisk, consumer, people.cmo))).toBe('INHERENT_RATING_MISSING');
    desk.rate('K1', 'INHERENT', [2, 4]);
    expect(codeOf(() => desk.do(acceptRisk, consumer, people.cmo))).toBe('RISK_OWNER_MISSING');
  });

  it('needs both leads when HIGH, two persons', () => {
    const desk = pendingDesk([3, 5]);
    expect(desk.do(acceptRisk, consumer, people.cmo)).toEqual(['RiskAcceptanceGivenBySide']);
    expect(desk.risk('K1').acceptance).toBeNull();
    expect(codeOf(() => desk.do(acceptRisk, consumer, people.cmo))).toBe('SIDE_ALREADY_APPROVED');
    expect(codeOf(() => desk.do(acceptRisk, provider, people.campaign))).toBe('FORBIDDEN');
    expect(desk.do(acceptRisk, provider, people.cto)).toEqual(['RiskAcceptanceGivenBySide', 'RiskAccepted']);
    expect(desk.risk('K1')).toMatchObject({ acceptance: { band: 'HIGH', by: [{}, {}] }, offered: null });
  });

  it.each([
    ['one person with both roles', people.both, people.both],
    ['a deputy of the other lead', people.deputy, people.cto],
  ])('is not for %s', (_who, first, second) => {
    const desk = pendingDesk([3, 5]);
    desk.do(acceptRisk, consumer, first);
    expect(codeOf(() => desk.do(acceptRisk, provider, second))).toBe('BOTH_SIDES_BY_SAME_PERSON');
  });

  it('is of the same terms: other ones are an offer of their own', () => {
    const desk = pendingDesk([3, 5]);
    desk.do(acceptRisk, consumer, people.cmo);
    const shorter = { ...provider, expiresOn: '2026-02-05' };
    expect(desk.do(acceptRisk, shorter, people.cto)).toEqual(['RiskAcceptanceGivenBySide']);
    expect(desk.risk('K1').offered).toMatchObject({ side: 'PROVIDER', expiresOn: '2026-02-05' });
  });

  it('ends, for HIGH after 90 days at most, and says why and what is done instead', () => {
    const desk = pendingDesk([3, 5]);
    const accept = (change: object) => () => desk.do(acceptRisk, { ...consumer, ...change }, people.cmo);
    expect(refusalOf(accept({ expiresOn: '2026-04-06' }))).toMatchObject({
      code: 'ACCEPTANCE_TOO_LONG',
      details: { band: 'HIGH', maxDays: 90, latest: '2026-04-05' },
    });
    expect(codeOf(accept({ expiresOn: '2026-01-04' }))).toBe('DATE_IN_PAST');
    expect(codeOf(accept({ justification: '' }))).toBe('REASON_REQUIRED');
    expect(codeOf(accept({ control: null }))).toBe('REASON_REQUIRED');
  });

  it('never happens when CRITICAL', () => {
    const attempt = () => pendingDesk([4, 5]).do(acceptRisk, consumer, people.cmo);
    expect(refusalOf(attempt)).toMatchObject({ code: 'CRITICAL_NOT_ACCEPTABLE', details: { riskId: 'K1' } });
  });

  it('does not outlive a risk that grows past it', () => {
    const desk = pendingDesk([2, 4]);
    desk.do(acceptRisk, provider, people.cto);
    const grown = {
      riskId: 'K1',
      stage: 'CURRENT',
      likelihood: 3,
      impact: 5,
      rationale: 'x',
      reason: 'Breach.',
    } as const;
    expect(desk.do(rateRisk, grown)).toEqual(['RiskRated', 'RiskAcceptanceRevoked']);
    expect(desk.risk('K1').acceptance).toBeNull();
  });

  it('offered for one band is no offer for another', () => {
    const desk = pendingDesk([3, 5]);
    desk.do(acceptRisk, consumer, people.cmo);
    desk.rate('K1', 'INHERENT', [4, 5]);
    expect(desk.risk('K1').offered).toBeNull();
  });

  it('is taken back by a lead, and a decision that rested on it with it', () => {
    const desk = pendingDesk([2, 4]);
    const revoke = { reviewId: 'r-1', riskId: 'K1', side: 'PROVIDER', reason: 'Too often.' } as const;
    expect(desk.do(revokeAcceptance, revoke, people.cto)).toEqual([]);
    desk.do(acceptRisk, provider, people.cto);
    expect(codeOf(() => desk.do(revokeAcceptance, revoke, people.backend))).toBe('FORBIDDEN');
    expect(codeOf(() => desk.do(revokeAcceptance, { ...revoke, reason: null }, people.cto))).toBe('REASON_REQUIRED');
    expect(desk.do(revokeAcceptance, revoke, people.cto)).toEqual(['RiskAcceptanceRevoked']);
    desk.do(acceptRisk, provider, people.cto);
    desk.do(clearReview, { reviewId: 'r-1' });
    expect(codeOf(() => desk.do(acceptRisk, provider, people.cto))).toBe('INVALID_STATE');
    expect(desk.do(revokeAcceptance, revoke, people.cto)).toEqual([
      'RiskAcceptanceRevoked',
      'LensUnsigned',
      'ReviewReopened',
      'RiskGateFactRecorded',
    ]);
    expect(desk.gate['r-1']?.outcome).toBe('STALE');
  });
});

describe('acknowledging a risk (P50)', () => {
  it('is for the requesting side', () => {
    const desk = pendingDesk();
    expect(codeOf(() => desk.do(acknowledgeRisk, { riskId: 'K1' }, people.backend))).toBe('FORBIDDEN');
    expect(desk.acknowledge('K1')).toEqual(['RiskAcknowledged']);
  });

  it('does not count for a worse risk', () => {
    const desk = pendingDesk([2, 3]);
    desk.rate('K1', 'INHERENT', [3, 4]);
    const { details } = refusalOf(() => desk.do(clearReview, { reviewId: 'r-1' }));
    expect(details).toMatchObject({ missing: [{ kind: 'BAND' }, { kind: 'ACKNOWLEDGEMENT' }] });
  });
});
