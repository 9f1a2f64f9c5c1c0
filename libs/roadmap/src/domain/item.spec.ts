import { commitItem, agreeItem, startItem, uncommitItem } from './commitment.js';
import { dropItem, measureItem, reviveItem, revertShipment, shipItem, type ShipStates } from './delivery.js';
import { anItem, aRequest, by, codeOf, days, given, ownedBy, people, refusalOf, afterwards } from './given.spec-kit.js';
import { evolve } from './evolve.js';
import type { ItemEvent } from './facts.js';
import { planItem, rescheduleItem, type RescheduleItemInput } from './planning.js';
import { proposeItem, reviseItem, setConfidence, setVisibility } from './proposal.js';
import type { Item } from './state.js';
import type { Lane, Window } from './values.js';
import { assessCampaignWorthiness } from './worthiness.js';

const nothing: Item = { status: 'unknown' };
const cmo = by(people.cmo);
const cto = by(people.cto);
const march = days('2026-03-02', '2026-03-27');
const april = days('2026-04-01', '2026-04-30');

const proposed = (lane: Lane = 'SHARED') => given(proposeItem(nothing, { ...anItem, lane }));
const planned = (lane: Lane = 'SHARED') => {
  const item = proposed(lane);
  return afterwards(item, planItem(item, { window: march, horizon: 'NOW' }));
};
const agreed = (item: Item) => {
  const one = afterwards(item, agreeItem(item, { side: 'CONSUMER' }, cmo));
  return afterwards(one, agreeItem(one, { side: 'PROVIDER' }, cto));
};
const commit = (item: Item) => commitItem({ item, itemOf: () => nothing });
const committed = () => {
  const item = agreed(planned());
  return afterwards(item, commit(item));
};
const started = () => afterwards(committed(), startItem(committed()));
const shipping = (item: Item, more: Partial<ShipStates> = {}) =>
  shipItem({ item, requestOf: () => aRequest('LAUNCHED'), ...more }, { localDate: '2026-01-05' }, cmo);
const shipped = () => afterwards(started(), shipping(started()));
const dropped = () => afterwards(proposed(), dropItem(proposed(), { reason: 'no' }));
const move = (item: Item, window: Window, why: Partial<RescheduleItemInput> = {}) =>
  rescheduleItem({ item, dependants: [] }, { window, reason: 'late', ...why });

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

describe('shipping', () => {
  const linked = afterwards(started(), [{ type: 'RequestLinked', data: { requestId: 'r-1', primary: false } }]);
  const status = (name: string) => ({ requestOf: () => aRequest(name) });

  it.each(['LAUNCHED', 'CLOSED', 'WITHDRAWN', 'DECLINED', 'MERGED'])('lets linked work pass that is %s', (name) => {
    expect(shipping(linked, status(name))).toEqual([{ type: 'ItemShipped', data: { localDate: '2026-01-05' } }]);
  });

  it.each(['DRAFT', 'IN_PROGRESS', 'DELIVERED', 'ACCEPTED', 'unknown'])('is refused while a request is %s', (name) => {
    expect(refusalOf(() => shipping(linked, status(name)))).toMatchObject({
      code: 'LINKED_WORK_OPEN',
      details: { ids: ['r-1'] },
    });
  });

  it('happens once, unless it is reverted (I5), and not tomorrow', () => {
    expect(codeOf(() => shipping(shipped()))).toBe('INVALID_STATE');
    const later = () => shipItem({ item: started(), requestOf: () => aRequest('') }, { localDate: '2026-01-06' }, cmo);
    expect(codeOf(later)).toBe('DATE_IN_FUTURE');
    const back = afterwards(shipped(), revertShipment(shipped(), { reason: 'rolled back' }));
    expect(back).toMatchObject({ status: 'IN_DELIVERY', shippedOn: null });
    expect(shipping(back)).toHaveLength(1);
    expect(codeOf(() => revertShipment(shipped(), { reason: '' }))).toBe('REASON_REQUIRED');
    expect(codeOf(() => revertShipment(shipped(), { reason: 'x', requestId: 'r-9' }))).toBe('NOT_FOUND');
    expect(codeOf(() => revertShipment(started(), { reason: 'x' }))).toBe('INVALID_STATE');
  });

  it('is measured, or says why not', () => {
    expect(measureItem(shipped(), { outcome: '+12%' })).toEqual([
      { type: 'ItemMeasured', data: { outcome: '+12%', waivedBecause: null } },
    ]);
    expect(afterwards(shipped(), measureItem(shipped(), { waivedBecause: 'an upgrade' })).status).toBe('MEASURED');
    expect(codeOf(() => measureItem(shipped(), {}))).toBe('OUTCOME_MISSING');
    expect(codeOf(() => measureItem(shipped(), { outcome: 'a', waivedBecause: 'b' }))).toBe('OUTCOME_MISSING');
    expect(codeOf(() => measureItem(started(), { outcome: 'a' }))).toBe('INVALID_STATE');
  });
});

describe('dropping', () => {
  it.each([
    ['PROPOSED', proposed()],
    ['PLANNED', planned()],
    ['COMMITTED', committed()],
    ['IN_DELIVERY', started()],
  ])('is possible from %s, with a reason', (_status, item) => {
    expect(dropItem(item, { reason: 'no market' })).toEqual([{ type: 'ItemDropped', data: { reason: 'no market' } }]);
    expect(codeOf(() => dropItem(item, { reason: '' }))).toBe('REASON_REQUIRED');
  });

  it('is not undone by shipping, but by taking it up again', () => {
    expect(codeOf(() => dropItem(shipped(), { reason: 'x' }))).toBe('INVALID_STATE');
    const gone = afterwards(committed(), dropItem(committed(), { reason: 'x' }));
    expect(afterwards(gone, reviveItem(gone))).toMatchObject({
      status: 'PROPOSED',
      window: null,
      agreements: { CONSUMER: null, PROVIDER: null },
    });
    expect(codeOf(() => reviveItem(proposed()))).toBe('INVALID_STATE');
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
