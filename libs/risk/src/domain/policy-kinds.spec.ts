import { refusalOf } from './given.spec-kit.js';
import { defaultGrid } from './matrix.js';
import { policyLimits, reviewTermsPolicy, riskMatrixPolicy, riskTriggersPolicy } from './policy-kinds.js';
import type { ReviewTerms, TriggerMap } from './policy.js';
import type { Band } from './values.js';

const terms = reviewTermsPolicy.initial;
const triggers = riskTriggersPolicy.initial;
const refusedTerms = (more: Partial<ReviewTerms>) =>
  refusalOf(() => reviewTermsPolicy.requireValid({ ...terms, ...more }));
const refusedTriggers = (more: Partial<TriggerMap>) =>
  refusalOf(() => riskTriggersPolicy.requireValid({ ...triggers, ...more }));
const corner = (likelihood: number, impact: number, band: Band) =>
  defaultGrid.map((row, l) => row.map((one, i) => (l === likelihood - 1 && i === impact - 1 ? band : one)));

describe('what holds before anybody set anything', () => {
  it.each([
    ['matrix', riskMatrixPolicy],
    ['triggers', riskTriggersPolicy],
    ['terms', reviewTermsPolicy],
  ] as const)('is valid itself: %s', (_name, kind) =>
    expect((kind.requireValid as (value: unknown) => unknown)(kind.initial)).toEqual(kind.initial),
  );
});

describe('a matrix', () => {
  it('goes from LOW to CRITICAL, so that the strongest no stays', () => {
    const at = { code: 'VALIDATION_FAILED', path: ['input', 'rows'] };
    expect(refusalOf(() => riskMatrixPolicy.requireValid(corner(5, 5, 'HIGH')))).toMatchObject(at);
    const allGrave = defaultGrid.map((row) => row.map((): Band => 'CRITICAL'));
    expect(refusalOf(() => riskMatrixPolicy.requireValid(allGrave))).toMatchObject(at);
    expect(riskMatrixPolicy.requireValid(corner(1, 5, 'HIGH'))).toEqual(corner(1, 5, 'HIGH'));
  });
});

describe('a map of triggers', () => {
  it('names lenses in their order, each once', () => {
    const lensesOf = { ...triggers.lensesOf, PAYMENTS: ['SECURITY', 'PAYMENT', 'SECURITY'] } as const;
    expect(riskTriggersPolicy.requireValid({ ...triggers, lensesOf }).lensesOf.PAYMENTS).toEqual([
      'PAYMENT',
      'SECURITY',
    ]);
  });

  it.each<[string, Partial<TriggerMap>, readonly string[]]>([
    ['a touch nobody looks at', { lensesOf: { ...triggers.lensesOf, PAYMENTS: [] } }, ['touches', 'PAYMENTS']],
    ['urgent work nobody looks at', { expeditePublic: [] }, ['expeditePublic']],
    [
      'a part nobody looks at',
      { lensesOfPart: { ...triggers.lensesOfPart, CRITERIA: [] } },
      ['scopeParts', 'CRITERIA'],
    ],
    ['no peak', { peakThresholdRpm: 0 }, ['peakThresholdRpm']],
  ])('refuses %s', (_what, more, path) =>
    expect(refusedTriggers(more)).toMatchObject({ code: 'VALIDATION_FAILED', path: ['input', ...path] }),
  );
});

describe('terms of reviews', () => {
  const item = { itemId: 'load-test', text: 'A load test reached the peak.', evidence: true };
  const payment = (...items: readonly (typeof item)[]) => ({ checklists: { ...terms.checklists, PAYMENT: items } });

  it.each<[string, string, Partial<ReviewTerms>, readonly string[]]>([
    ['VALIDATION_FAILED', 'no day', { reviewDays: { ...terms.reviewDays, HIGH: 0 } }, ['bands', 'HIGH', 'reviewDays']],
    [
      'VALIDATION_FAILED',
      'more days for what is graver',
      { reviewDays: { ...terms.reviewDays, CRITICAL: 31 } },
      ['bands'],
    ],
    [
      'VALIDATION_FAILED',
      'a critical risk accepted',
      { acceptanceDays: { ...terms.acceptanceDays, CRITICAL: 1 } },
      ['bands', 'CRITICAL', 'acceptanceDays'],
    ],
    [
      'VALIDATION_FAILED',
      'HIGH accepted where MEDIUM is not',
      { acceptanceDays: { ...terms.acceptanceDays, MEDIUM: null } },
      ['bands'],
    ],
    [
      'VALIDATION_FAILED',
      'a fast review slower than others',
      { targetHours: { NORMAL: 8, FAST: 9 } },
      ['fastTargetHours'],
    ],
    [
      'VALIDATION_FAILED',
      'a lens nobody may review',
      { reviewerRoles: { ...terms.reviewerRoles, LEGAL: [] } },
      ['lenses', 'LEGAL', 'reviewerRoles'],
    ],
    ['VALIDATION_FAILED', 'a lens that asks nothing', payment(), ['lenses', 'PAYMENT', 'checklist']],
    ['VALIDATION_FAILED', 'an id twice', payment(item, item), ['lenses', 'PAYMENT', 'checklist']],
    [
      'VALIDATION_FAILED',
      'an id with blanks',
      payment({ ...item, itemId: 'Load test' }),
      ['lenses', 'PAYMENT', 'checklist', '0', 'itemId'],
    ],
    [
      'PII_NOT_ALLOWED',
      'an address',
      payment({ ...item, text: 'Ask ada@example.com.' }),
      ['lenses', 'PAYMENT', 'checklist', '0', 'text'],
    ],
    ['VALIDATION_FAILED', 'a short list of nothing', { short: { upToMinutes: 480, items: 0 } }, ['shortItems']],
  ])('%s for %s', (code, _what, more, path) =>
    expect(refusedTerms(more)).toMatchObject({ code, path: ['input', ...path] }),
  );

  it('ask a bounded number of questions', () => {
    const many = Array.from({ length: policyLimits.checklistItems + 1 }, (_, n) => ({ ...item, itemId: `q-${n}` }));
    expect(refusedTerms(payment(...many))).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 30 } });
  });
});
