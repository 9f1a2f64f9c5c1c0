import { dropItem, measureItem, revertShipment, reviveItem, shipItem } from './delivery.js';
import { afterwards, aRequest, codeOf, refusalOf } from './given.spec-kit.js';
import { cmo, committed, planned, proposed, shipped, shipping, started } from './item.spec-kit.js';

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
