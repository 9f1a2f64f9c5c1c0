import { clearReview } from './decision.js';
import { codeOf, Desk, pendingDesk, people, refusalOf } from './given.spec-kit.js';
import { addMitigation, completeMitigation, verifyMitigation } from './mitigations.js';
import { rateRisk } from './rating.js';
import { chooseTreatment } from './acceptance.js';
import { followScope } from './scope-drift.js';

const withRisk = (place: readonly [number, number] = [3, 5]): Desk => {
  const desk = new Desk();
  desk.open([{ touch: 'PERSONAL_DATA' }]);
  desk.identify('K1', 'PRIVACY');
  desk.rate('K1', 'INHERENT', place);
  return desk;
};

const input = { riskId: 'K1', stage: 'CURRENT', likelihood: 3, impact: 5, rationale: 'Seen.' } as const;

describe('rating a risk', () => {
  it('keeps score, band, day and the version of the matrix (K5)', () => {
    expect(withRisk().risk('K1').inherent).toEqual({
      likelihood: 3,
      impact: 5,
      score: 15,
      band: 'HIGH',
      matrixVersion: 1,
      ratedOn: '2026-01-05',
    });
  });

  it.each([0, 6, 2.5, Number.NaN])('knows no %d', (likelihood) => {
    expect(refusalOf(() => withRisk().do(rateRisk, { ...input, likelihood }))).toMatchObject({
      code: 'SCORE_OUT_OF_RANGE',
      path: ['input', 'likelihood'],
    });
    expect(codeOf(() => withRisk().do(rateRisk, { ...input, impact: likelihood }))).toBe('SCORE_OUT_OF_RANGE');
  });

  it('rests on something', () => {
    expect(codeOf(() => withRisk().do(rateRisk, { ...input, rationale: ' ' }))).toBe('REASON_REQUIRED');
  });

  it('begins before anything was done', () => {
    const desk = withRisk();
    desk.identify('K2', 'PRIVACY');
    expect(codeOf(() => desk.rate('K2', 'CURRENT', [1, 1]))).toBe('INHERENT_RATING_MISSING');
  });

  it('is not for who asked for it or builds it', () => {
    expect(codeOf(() => withRisk().do(rateRisk, input, people.backend))).toBe('REVIEWER_CONFLICT');
  });

  it('is worse now than at first only with a reason, and better only for a cause', () => {
    const desk = withRisk();
    const worse = { ...input, likelihood: 4 };
    expect(refusalOf(() => desk.do(rateRisk, worse))).toMatchObject({
      code: 'CURRENT_ABOVE_INHERENT',
      details: { inherentScore: 15, currentScore: 20 },
    });
    expect(desk.do(rateRisk, { ...worse, reason: 'The provider was breached.' })).toEqual(['RiskRated']);
    expect(codeOf(() => desk.rate('K1', 'CURRENT', [1, 5]))).toBe('REDUCTION_WITHOUT_MITIGATION');
  });

  it('gets better by a verified mitigation, not by one that is done', () => {
    const desk = withRisk();
    const id = desk.mitigate('K1', 'hosted fields');
    desk.do(completeMitigation, { mitigationId: id, evidence: 'link' }, people.backend);
    expect(codeOf(() => desk.rate('K1', 'CURRENT', [1, 5]))).toBe('REDUCTION_WITHOUT_MITIGATION');
    desk.do(verifyMitigation, { mitigationId: id });
    expect(desk.rate('K1', 'CURRENT', [1, 5])).toEqual(['RiskRated']);
  });

  it('gets better by AVOID in a scope that changed, and stays avoided', () => {
    const desk = withRisk();
    desk.treat('K1', 'AVOID');
    expect(codeOf(() => desk.rate('K1', 'CURRENT', [1, 5]))).toBe('REDUCTION_WITHOUT_MITIGATION');
    desk.subject = { ...desk.subject, scopeHash: 'h2' };
    const scope = { touches: [{ touch: 'PERSONAL_DATA' }] } as const;
    desk.do(followScope, { reviewId: 'r-1', scope, scopeHash: 'h2', touches: [], parts: ['CRITERIA'] });
    desk.rate('K1', 'CURRENT', [1, 5]);
    const owner = { personId: 'p-bea', side: 'PROVIDER' } as const;
    const attempt = () => desk.do(chooseTreatment, { riskId: 'K1', treatment: 'REDUCE', owner });
    expect(codeOf(attempt)).toBe('REDUCTION_WITHOUT_MITIGATION');
  });

  it('only shrinks after a decision that lets pass', () => {
    const desk = pendingDesk([2, 4]);
    desk.verify(desk.mitigate('K1', 'less'));
    desk.do(clearReview, { reviewId: 'r-1' });
    const grown = { ...input, likelihood: 4, impact: 4, reason: 'Breach.' };
    expect(codeOf(() => desk.do(rateRisk, grown))).toBe('INVALID_STATE');
    expect(desk.rate('K1', 'CURRENT', [1, 4])).toEqual(['RiskRated']);
    expect(desk.rate('K1', 'RESIDUAL_TARGET', [1, 2])).toEqual(['RiskRated']);
  });
});

describe('a mitigation', () => {
  const planned = { riskId: 'K1', title: 'Guard', ownerId: 'p-rita', due: '2026-02-01', preLaunch: true };

  it('is verified by somebody who neither carries nor did it (K2)', () => {
    const desk = withRisk();
    desk.do(addMitigation, planned);
    expect(codeOf(() => desk.do(verifyMitigation, { mitigationId: 'M1' }))).toBe('INVALID_STATE');
    desk.do(completeMitigation, { mitigationId: 'M1', evidence: 'link' }, people.second);
    for (const actor of [people.reviewer, people.second, { ...people.cto, onBehalfOf: 'p-rita' }]) {
      expect(codeOf(() => desk.do(verifyMitigation, { mitigationId: 'M1' }, actor))).toBe('SELF_APPROVAL_FORBIDDEN');
    }
    expect(codeOf(() => desk.do(verifyMitigation, { mitigationId: 'M1' }, people.backend))).toBe('REVIEWER_CONFLICT');
    const third = { ...people.second, personId: 'p-rene' };
    expect(desk.do(verifyMitigation, { mitigationId: 'M1' }, third)).toEqual(['MitigationVerified']);
  });

  it('is due from today on, done once and with evidence', () => {
    const desk = withRisk();
    expect(codeOf(() => desk.do(addMitigation, { ...planned, due: '2026-01-04' }))).toBe('DATE_IN_PAST');
    const expected = { likelihood: 1, impact: 6 };
    expect(codeOf(() => desk.do(addMitigation, { ...planned, expected }))).toBe('SCORE_OUT_OF_RANGE');
    desk.do(addMitigation, planned);
    expect(codeOf(() => desk.do(completeMitigation, { mitigationId: 'M1' }))).toBe('REASON_REQUIRED');
    expect(codeOf(() => desk.do(completeMitigation, { mitigationId: 'M9', evidence: 'x' }))).toBe('NOT_FOUND');
    desk.do(completeMitigation, { mitigationId: 'M1', evidence: 'x' });
    expect(codeOf(() => desk.do(completeMitigation, { mitigationId: 'M1', evidence: 'x' }))).toBe('INVALID_STATE');
  });

  it('is said to be done by who carries it where the right goes no further, and meant together with its risk', () => {
    const desk = withRisk();
    desk.identify('K2', 'PRIVACY');
    desk.do(addMitigation, { ...planned, ownerId: people.campaign.personId });
    const done = { riskId: 'K1', mitigationId: 'M1', evidence: 'x' };
    const other = { ...people.campaign, personId: 'p-cora' };
    expect(codeOf(() => desk.do(completeMitigation, done, other))).toBe('FORBIDDEN');
    expect(codeOf(() => desk.do(completeMitigation, { ...done, riskId: 'K2' }, people.campaign))).toBe('NOT_FOUND');
    const deputy = { ...other, onBehalfOf: people.campaign.personId };
    expect(desk.do(completeMitigation, done, deputy)).toEqual(['MitigationCompleted']);
  });

  it('that is owed before a launch is not added to a decision that lets launch', () => {
    const desk = pendingDesk();
    desk.do(clearReview, { reviewId: 'r-1' });
    expect(codeOf(() => desk.do(addMitigation, planned))).toBe('INVALID_STATE');
    expect(desk.do(addMitigation, { ...planned, preLaunch: false })).toEqual(['MitigationAdded']);
  });
});
