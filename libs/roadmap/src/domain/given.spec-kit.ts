import { Refusal } from '#libs/event-log';
import type { Actor, Circumstances } from '#libs/vocabulary';
import { addDays, weekdayOf } from './days.js';
import type { ShippedRequest } from './delivery.js';
import { evolve } from './evolve.js';
import type { ItemEvent } from './facts.js';
import type { ProposeItemInput } from './proposal.js';
import type { Item, ItemState } from './state.js';
import type { Owners, Window } from './values.js';

/** The cast: who they are, what they hold, on which side. */
export const people = {
  cmo: { personId: 'p-cleo', roles: ['MARKETING_LEAD'], side: 'CONSUMER', grant: 'all' },
  member: { personId: 'p-mo', roles: ['MARKETING_MEMBER'], side: 'CONSUMER', grant: 'all' },
  cto: { personId: 'p-theo', roles: ['ENGINEERING_LEAD'], side: 'PROVIDER', grant: 'all' },
  engineer: { personId: 'p-bea', roles: ['ENGINEER'], side: 'PROVIDER', grant: 'own' },
  product: { personId: 'p-pia', roles: ['PRODUCT_MANAGER'], side: 'PROVIDER', grant: 'all' },
  /** Holds both lead roles. */
  both: { personId: 'p-bo', roles: ['MARKETING_LEAD', 'ENGINEERING_LEAD'], side: 'CONSUMER', grant: 'all' },
  /** Stands in for the marketing lead. */
  deputy: {
    personId: 'p-dee',
    roles: ['ENGINEERING_LEAD'],
    side: 'PROVIDER',
    grant: 'all',
    onBehalfOf: 'p-cleo',
  },
} as const satisfies Record<string, Actor>;

export const by = (actor: Actor, today = '2026-01-05'): Circumstances => ({
  now: `${today}T08:00:00.000Z`,
  today,
  actor,
});

export const ownedBy = (teamId: string): Partial<Owners> => ({ product: { personId: 'p-pia', teamId } });

export const days = (start: string, end: string): Window => ({ start, end, precision: 'DAY' });

export const anItem: ProposeItemInput = {
  number: 1,
  title: 'Onboarding',
  lane: 'SHARED',
  kind: 'FEATURE',
  owners: ownedBy('t-product'),
};

/** A linked request in some status, which no review looks at. */
export const aRequest = (status: string, more: Partial<ShippedRequest> = {}): ShippedRequest => ({
  status,
  gate: {},
  scopeHash: 'scope',
  ...more,
});

/** Code, details and path of a refusal; throws when it was none. */
export function refusalOf(attempt: () => unknown): Pick<Refusal, 'code' | 'details' | 'path'> {
  try {
    attempt();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { code: error.code, details: error.details, path: error.path };
  }
  throw new Error('Not refused.');
}
export const codeOf = (attempt: () => unknown): string => refusalOf(attempt).code;

export const known = (item: Item): ItemState => {
  if (item.status === 'unknown') throw new Error('Nobody proposed it.');
  return item;
};

/** An item some facts lead to. */
export const given = (...facts: readonly (readonly ItemEvent[])[]): ItemState =>
  known(facts.flat().reduce<Item>(evolve, { status: 'unknown' }));

/** The item after one more decision on it. */
export const afterwards = (item: Item, facts: readonly ItemEvent[]): ItemState => known(facts.reduce(evolve, item));

const holidays = ['2026-01-01', '2026-04-03', '2026-04-06'];

/** The quarter's calendar: Monday to Friday, three holidays. */
export function addWorkingDays(date: string, count: number): string {
  let day = date;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (weekdayOf(day) <= 5 && !holidays.includes(day)) left -= 1;
  }
  return day;
}
