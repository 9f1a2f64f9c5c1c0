import { agreeItem, startItem, uncommitItem } from './commitment.js';
import { evolve } from './evolve.js';
import type { ItemEvent } from './facts.js';
import { afterwards, anItem, by, codeOf, days, given, ownedBy, people, refusalOf } from './given.spec-kit.js';
import {
  agreed,
  april,
  cmo,
  commit,
  committed,
  cto,
  dropped,
  march,
  move,
  nothing,
  planned,
  proposed,
  shipped,
  started,
} from './item.spec-kit.js';
import { planItem } from './planning.js';
import { proposeItem, reviseItem, setConfidence, setVisibility } from './proposal.js';
import type { Window } from './values.js';
import { assessCampaignWorthiness } from './worthiness.js';

describe('proposing', () => {
  it('writes down what is said; what is left out is empty', () => {
    expect(proposeItem(nothing, anItem)).toEqual([
      {
        type: 'ItemProposed',
        data: {
          number: 1,
          title: 'Onboarding',
          owners: { marketing: null, engineering: null, product: { personId: 'p-pia', teamId: 't-product' } },
          goalIds: [],
          propertyIds: [],
          expectedImpact: null,
          lane: 'SHARED',
          kind: 'FEATURE',
          visibility: 'TEAMS',
        },
      },
    ]);
    expect(codeOf(() => proposeItem(proposed(), anItem))).toBe('INVALID_STATE');
  });

  it.each([
    ['an empty title', { title: ' ' }, 'VALIDATION_FAILED'],
    ['an address in the title', { title: 'ask mo@example.org' }, 'PII_NOT_ALLOWED'],
    ['no number', { number: 0 }, 'VALIDATION_FAILED'],
    ['too many goals', { goalIds: Array.from({ length: 51 }, (_, index) => `g${index}`) }, 'LIMIT_REACHED'],
  ])('refuses %s', (_what, input, code) => {
    expect(codeOf(() => proposeItem(nothing, { ...anItem, ...input }))).toBe(code);
  });

  it('revises what changed and nothing else; the lane stays what it is (P40)', () => {
    expect(reviseItem(proposed(), { title: 'Onboarding 2', goalIds: [] })).toEqual([
      { type: 'ItemRevised', data: { title: 'Onboarding 2' } },
    ]);
    expect(reviseItem(proposed(), { owners: ownedBy('t-product'), title: anItem.title })).toEqual([]);
    const after = afterwards(proposed(), reviseItem(proposed(), { owners: { product: null }, expectedImpact: 'more' }));
    expect(after).toMatchObject({ owners: { product: null }, expectedImpact: 'more', lane: 'SHARED' });
    expect(codeOf(() => reviseItem(dropped(), { title: 'x' }))).toBe('INVALID_STATE');
    expect(codeOf(() => reviseItem(nothing, { title: 'x' }))).toBe('NOT_FOUND');
  });
});

describe('planning', () => {
  it.each([
    ['DAY', '2026-03-03', '2026-03-03', null],
    ['DAY', '2026-03-03', '2026-03-02', 'WINDOW_INVALID'],
    ['DAY', '2026-02-30', '2026-03-02', 'VALIDATION_FAILED'],
    ['WEEK', '2026-03-02', '2026-03-15', null],
    ['WEEK', '2026-03-03', '2026-03-15', 'PRECISION_MISMATCH'],
    ['MONTH', '2026-02-01', '2026-02-28', null],
    ['MONTH', '2026-02-01', '2026-02-27', 'PRECISION_MISMATCH'],
    ['QUARTER', '2026-04-01', '2026-09-30', null],
    ['QUARTER', '2026-04-01', '2026-07-31', 'PRECISION_MISMATCH'],
    ['QUARTER', '2026-02-01', '2026-04-30', 'PRECISION_MISMATCH'],
    ['QUARTER', '2026-06-30', '2026-04-01', 'WINDOW_INVALID'],
  ] as const)('%s from %s to %s: %s', (precision, start, end, code) => {
    const plan = () => planItem(proposed(), { window: { start, end, precision }, horizon: 'NEXT' });
    if (code !== null) expect(codeOf(plan)).toBe(code);
    else
      expect(plan()).toEqual([{ type: 'ItemPlanned', data: { window: { start, end, precision }, horizon: 'NEXT' } }]);
  });

  it('asks for an owner', () => {
    const item = given(proposeItem(nothing, { ...anItem, owners: {} }));
    expect(codeOf(() => planItem(item, { window: march, horizon: 'NOW' }))).toBe('OWNER_MISSING');
    expect(codeOf(() => planItem(planned(), { window: march, horizon: 'NOW' }))).toBe('INVALID_STATE');
  });

  it('moves with a reason; a promised item also with one of the list', () => {
    expect(move(planned(), april)).toMatchObject([
      { type: 'ItemRescheduled', data: { from: march, to: april, shiftDays: 34, reasonCode: null, notifies: [] } },
    ]);
    expect(refusalOf(() => move(planned(), april, { reason: ' ' }))).toMatchObject({
      code: 'REASON_REQUIRED',
      path: ['input', 'reason'],
    });
    expect(refusalOf(() => move(committed(), april))).toMatchObject({
      code: 'REASON_REQUIRED',
      path: ['input', 'reasonCode'],
    });
    const causedBy = { kind: 'EXPEDITE', id: 'r-5' } as const;
    expect(move(committed(), april, { reasonCode: 'EXPEDITE', causedBy })).toMatchObject([{ data: { causedBy } }]);
    expect(codeOf(() => move(started(), days('2026-05-01', '2026-04-01'), { reasonCode: 'RISK' }))).toBe(
      'WINDOW_INVALID',
    );
    expect(codeOf(() => move(proposed(), april))).toBe('INVALID_STATE');
    expect(codeOf(() => move(shipped(), april))).toBe('INVALID_STATE');
  });

  it('shifts by the end, else by the start', () => {
    const shift = (to: Window) =>
      move(planned(), to).flatMap((one) => (one.type === 'ItemRescheduled' ? [one.data] : []));
    expect(shift(days('2026-03-09', '2026-03-20'))[0]?.shiftDays).toBe(-7);
    expect(shift(days('2026-03-05', '2026-03-27'))[0]?.shiftDays).toBe(3);
    expect(move(planned(), march)).toEqual([]);
    expect(move(planned(), march, { horizon: 'LATER' })).toMatchObject([{ data: { shiftDays: 0, horizon: 'LATER' } }]);
  });

  it('takes back what was agreed to another window, unless it is promised', () => {
    const item = agreed(planned());
    expect(afterwards(item, move(item, april)).agreements).toEqual({ CONSUMER: null, PROVIDER: null });
    const promised = committed();
    expect(afterwards(promised, move(promised, april, { reasonCode: 'MARKET' }))).toMatchObject({
      status: 'COMMITTED',
      window: april,
      agreements: promised.agreements,
    });
  });

  it('says how sure it is, 0 to 100, and why', () => {
    expect(setConfidence(planned(), { value: 70, reason: 'two weeks of slack' })).toEqual([
      { type: 'ConfidenceSet', data: { value: 70, why: 'two weeks of slack' } },
    ]);
    const sure = afterwards(planned(), setConfidence(planned(), { value: 70, reason: 'slack' }));
    expect(setConfidence(sure, { value: 70, reason: 'slack' })).toEqual([]);
    expect(codeOf(() => setConfidence(planned(), { value: 101, reason: 'x' }))).toBe('VALIDATION_FAILED');
    expect(codeOf(() => setConfidence(planned(), { value: 10, reason: '' }))).toBe('REASON_REQUIRED');
    expect(codeOf(() => setConfidence(shipped(), { value: 10, reason: 'x' }))).toBe('INVALID_STATE');
  });
});

describe('agreeing and committing', () => {
  it('takes two persons (I3)', () => {
    const both = by(people.both);
    const one = afterwards(planned(), agreeItem(planned(), { side: 'CONSUMER' }, both));
    expect(codeOf(() => agreeItem(one, { side: 'PROVIDER' }, both))).toBe('BOTH_SIDES_BY_SAME_PERSON');
    const byLead = afterwards(planned(), agreeItem(planned(), { side: 'CONSUMER' }, cmo));
    expect(codeOf(() => agreeItem(byLead, { side: 'PROVIDER' }, by(people.deputy)))).toBe('BOTH_SIDES_BY_SAME_PERSON');
    expect(refusalOf(() => agreeItem(byLead, { side: 'CONSUMER' }, both))).toMatchObject({
      code: 'SIDE_ALREADY_APPROVED',
      details: { side: 'CONSUMER', byId: 'p-cleo' },
    });
  });

  it('is for leads, and for a product manager of that side', () => {
    expect(agreeItem(planned(), { side: 'PROVIDER' }, by(people.product))).toHaveLength(1);
    expect(codeOf(() => agreeItem(planned(), { side: 'CONSUMER' }, by(people.product)))).toBe('FORBIDDEN');
    expect(codeOf(() => agreeItem(planned(), { side: 'PROVIDER' }, by(people.engineer)))).toBe('FORBIDDEN');
    expect(codeOf(() => agreeItem(proposed(), { side: 'PROVIDER' }, cto))).toBe('INVALID_STATE');
  });

  it('refuses a SHARED item without both', () => {
    expect(refusalOf(() => commit(planned()))).toMatchObject({
      code: 'AGREEMENT_MISSING',
      details: { side: 'CONSUMER', sides: ['CONSUMER', 'PROVIDER'] },
    });
    const one = afterwards(planned(), agreeItem(planned(), { side: 'CONSUMER' }, cmo));
    expect(refusalOf(() => commit(one)).details).toEqual({ side: 'PROVIDER', sides: ['PROVIDER'] });
    expect(commit(agreed(planned()))).toEqual([{ type: 'ItemCommitted', data: { window: march } }]);
    expect(codeOf(() => commit(committed()))).toBe('INVALID_STATE');
  });

  it.each(['PRODUCT', 'MARKETING'] as const)('asks marketing about an item of the %s lane first', (lane) => {
    const item = planned(lane);
    expect(codeOf(() => commit(item))).toBe('CAMPAIGN_WORTHINESS_UNASSESSED');
    const not = assessCampaignWorthiness(item, { verdict: 'NOT_WORTHY', reason: 'inside' }, cmo);
    expect(commit(afterwards(item, not))).toHaveLength(1);
    const worthy = afterwards(item, assessCampaignWorthiness(item, { verdict: 'WORTHY' }, cmo));
    expect(codeOf(() => commit(worthy))).toBe('AGREEMENT_MISSING');
    expect(commit(agreed(worthy))).toHaveLength(1);
  });

  it('lets an engineering item go without both, unless it is worth a campaign', () => {
    const item = planned('ENGINEERING');
    expect(commit(item)).toHaveLength(1);
    const worthy = afterwards(item, assessCampaignWorthiness(item, { verdict: 'WORTHY' }, cmo));
    expect(codeOf(() => commit(worthy))).toBe('AGREEMENT_MISSING');
  });

  it('takes a promise back with a reason, and both agree anew', () => {
    const facts = uncommitItem(committed(), { reason: 'the vendor is late' });
    expect(facts).toEqual([{ type: 'ItemUncommitted', data: { reason: 'the vendor is late' } }]);
    const back = afterwards(committed(), facts);
    expect(back.status).toBe('PLANNED');
    expect(codeOf(() => commit(back))).toBe('AGREEMENT_MISSING');
    expect(codeOf(() => uncommitItem(committed(), { reason: '' }))).toBe('REASON_REQUIRED');
    expect(codeOf(() => uncommitItem(started(), { reason: 'x' }))).toBe('INVALID_STATE');
    expect(codeOf(() => startItem(planned()))).toBe('INVALID_STATE');
  });
});

describe('campaign-worthiness', () => {
  it('is marketing’s to say, with a reason against it (P41)', () => {
    expect(
      assessCampaignWorthiness(proposed(), { verdict: 'NOT_WORTHY', reason: 'inside' }, by(people.member)),
    ).toEqual([
      {
        type: 'CampaignWorthinessAssessed',
        data: { verdict: 'NOT_WORTHY', reason: 'inside', byId: 'p-mo', onBehalfOf: null },
      },
    ]);
    expect(codeOf(() => assessCampaignWorthiness(proposed(), { verdict: 'NOT_WORTHY' }, cmo))).toBe('REASON_REQUIRED');
    expect(codeOf(() => assessCampaignWorthiness(proposed(), { verdict: 'WORTHY' }, cto))).toBe('FORBIDDEN');
    expect(codeOf(() => assessCampaignWorthiness(dropped(), { verdict: 'WORTHY' }, cmo))).toBe('INVALID_STATE');
  });
});

it('says who may see it', () => {
  expect(setVisibility(proposed(), { visibility: 'PUBLIC' })).toEqual([
    { type: 'VisibilitySet', data: { visibility: 'PUBLIC' } },
  ]);
  expect(setVisibility(proposed(), { visibility: 'TEAMS' })).toEqual([]);
});

it('a fact of a newer program changes nothing, and none does before the first', () => {
  const unheard = { type: 'ItemPainted', data: {} } as unknown as ItemEvent;
  expect(evolve(proposed(), unheard)).toEqual(proposed());
  expect(evolve(nothing, { type: 'ItemStarted', data: {} })).toEqual(nothing);
});
