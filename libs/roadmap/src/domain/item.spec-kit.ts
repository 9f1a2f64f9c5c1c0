import { agreeItem, commitItem, startItem } from './commitment.js';
import { dropItem, shipItem, type ShipStates } from './delivery.js';
import { afterwards, anItem, aRequest, by, days, given, people } from './given.spec-kit.js';
import { planItem, rescheduleItem, type RescheduleItemInput } from './planning.js';
import { proposeItem } from './proposal.js';
import type { Item } from './state.js';
import type { Lane, Window } from './values.js';

export const nothing: Item = { status: 'unknown' };
export const cmo = by(people.cmo);
export const cto = by(people.cto);
export const march = days('2026-03-02', '2026-03-27');
export const april = days('2026-04-01', '2026-04-30');

export const proposed = (lane: Lane = 'SHARED') => given(proposeItem(nothing, { ...anItem, lane }));
export const planned = (lane: Lane = 'SHARED') => {
  const item = proposed(lane);
  return afterwards(item, planItem(item, { window: march, horizon: 'NOW' }));
};
export const agreed = (item: Item) => {
  const one = afterwards(item, agreeItem(item, { side: 'CONSUMER' }, cmo));
  return afterwards(one, agreeItem(one, { side: 'PROVIDER' }, cto));
};
export const commit = (item: Item) => commitItem({ item, itemOf: () => nothing });
export const committed = () => {
  const item = agreed(planned());
  return afterwards(item, commit(item));
};
export const started = () => afterwards(committed(), startItem(committed()));
export const shipping = (item: Item, more: Partial<ShipStates> = {}) =>
  shipItem({ item, requestOf: () => aRequest('LAUNCHED'), ...more }, { localDate: '2026-01-05' }, cmo);
export const shipped = () => afterwards(started(), shipping(started()));
export const dropped = () => afterwards(proposed(), dropItem(proposed(), { reason: 'no' }));
export const move = (item: Item, window: Window, why: Partial<RescheduleItemInput> = {}) =>
  rescheduleItem({ item, dependants: [] }, { window, reason: 'late', ...why });
