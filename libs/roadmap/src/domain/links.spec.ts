import { Desk } from './desk.spec-kit.js';
import { aRequest, anItem, codeOf, days, known, people, refusalOf } from './given.spec-kit.js';
import { dropItem, shipItem } from './delivery.js';
import { linkRequest } from './links.js';
import { proposeItem } from './proposal.js';
import type { Lane } from './values.js';

const deskWith = (...lanes: readonly Lane[]) => {
  const desk = new Desk();
  lanes.forEach((lane, index) =>
    desk.do(`i${index}`, (item) => proposeItem(item, { ...anItem, number: index + 1, lane })),
  );
  return desk;
};

describe('linking requests', () => {
  it('writes to the item and to the request’s place at once', () => {
    const desk = deskWith('SHARED');
    const states = { item: desk.item('i0'), places: desk.placesOf('r-1') };
    expect(linkRequest(states, { itemId: 'i0', requestId: 'r-1', primary: true })).toEqual({
      item: [{ type: 'RequestLinked', data: { requestId: 'r-1', primary: true } }],
      places: [{ type: 'RequestPlaced', data: { itemId: 'i0', primary: true } }],
    });
  });

  it('once for each item and request', () => {
    const desk = deskWith('SHARED');
    desk.link('i0', 'r-1');
    expect(refusalOf(() => desk.link('i0', 'r-1'))).toMatchObject({
      code: 'ALREADY_LINKED',
      details: { requestId: 'r-1' },
    });
    desk.unlink('i0', 'r-1');
    expect(codeOf(() => desk.unlink('i0', 'r-1'))).toBe('NOT_FOUND');
    desk.link('i0', 'r-1');
    expect(known(desk.item('i0')).links).toEqual([{ requestId: 'r-1', primary: false }]);
  });

  it('to at most 5 items (I4)', () => {
    const desk = deskWith('SHARED', 'SHARED', 'PRODUCT', 'MARKETING', 'ENGINEERING', 'SHARED');
    for (const index of [0, 1, 2, 3, 4]) desk.link(`i${index}`, 'r-1');
    expect(refusalOf(() => desk.link('i5', 'r-1'))).toMatchObject({ code: 'LIMIT_REACHED', details: { max: 5 } });
    desk.unlink('i2', 'r-1');
    desk.link('i5', 'r-1');
    expect(desk.placesOf('r-1').items).toHaveLength(5);
  });

  it('with one SHARED item as its primary (I4)', () => {
    const desk = deskWith('SHARED', 'SHARED', 'MARKETING');
    expect(refusalOf(() => desk.link('i2', 'r-1', true))).toMatchObject({
      code: 'PRIMARY_NOT_SHARED',
      details: { lane: 'MARKETING' },
    });
    desk.link('i0', 'r-1', true);
    expect(refusalOf(() => desk.link('i1', 'r-1', true))).toMatchObject({
      code: 'PRIMARY_TAKEN',
      details: { itemId: 'i0' },
    });
    desk.link('i1', 'r-1');
    desk.link('i1', 'r-2', true);
  });

  it('at most 50 requests to one item', () => {
    const desk = deskWith('SHARED');
    for (let index = 0; index < 50; index += 1) desk.link('i0', `r-${index}`);
    expect(codeOf(() => desk.link('i0', 'r-50'))).toBe('LIMIT_REACHED');
  });

  it('not once it shipped; a dropped item lets go', () => {
    const desk = new Desk();
    desk.plan('i0', days('2026-01-05', '2026-01-09'));
    desk.link('i0', 'r-1');
    desk.promise('i0');
    desk.start('i0');
    desk.do('i0', (item) =>
      shipItem({ item, requestOf: () => aRequest('LAUNCHED') }, { localDate: desk.today }, desk.ctx(people.cto)),
    );
    expect(codeOf(() => desk.link('i0', 'r-2'))).toBe('INVALID_STATE');
    expect(codeOf(() => desk.unlink('i0', 'r-1'))).toBe('INVALID_STATE');
    desk.plan('i1', days('2026-01-05', '2026-01-09'), { number: 2 });
    desk.link('i1', 'r-1');
    desk.do('i1', (item) => dropItem(item, { reason: 'no' }));
    desk.unlink('i1', 'r-1');
    expect(desk.placesOf('r-1').items).toEqual([{ itemId: 'i0', primary: false }]);
  });
});
