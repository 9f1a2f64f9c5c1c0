import { type Fact, type Recorded, Refusal } from '#libs/event-log';
import type { Actor, Circumstances } from '#libs/vocabulary';
import { agreeItem, commitItem, startItem } from './commitment.js';
import { addDays, weekdayOf } from './days.js';
import { addDependency, type DependencyInput } from './dependency-rules.js';
import { dependencies, dependenciesId, type DependencyGraph } from './dependencies.js';
import { evolve, roadmapItem } from './evolve.js';
import type { ItemEvent } from './facts.js';
import { evolvePlaces, linkRequest, type PlaceEvent, type RequestPlaces, unlinkRequest } from './links.js';
import { planItem, rescheduleItem, type RescheduleItemInput } from './planning.js';
import { proposeItem, type ProposeItemInput } from './proposal.js';
import { emptyRoadmap, itemIdOf, type Roadmap, roadmapAfter, type RoadmapEvent } from './roadmap.js';
import type { Item, ItemState } from './state.js';
import type { Owners, Window } from './values.js';
import { assessCampaignWorthiness } from './worthiness.js';

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

/** A roadmap in memory: every decision is written to one log, with the day it was made on. */
export class Desk {
  today = '2026-01-02';
  readonly log: RoadmapEvent[] = [];
  now: Roadmap = emptyRoadmap;
  private readonly places = new Map<string, RequestPlaces>();

  ctx(actor: Actor): Circumstances {
    return by(actor, this.today);
  }

  /** The roadmap as it stood at the end of a day. */
  asOf(day: string): Roadmap {
    return roadmapAfter(emptyRoadmap, this.until(day));
  }

  until(day: string): RoadmapEvent[] {
    return this.log.filter(({ recordedAt }) => recordedAt.slice(0, 10) <= day);
  }

  since(day: string): RoadmapEvent[] {
    return this.log.filter(({ recordedAt }) => recordedAt.slice(0, 10) > day);
  }

  /** The roadmap as it stood at a position. */
  at(position: number): Roadmap {
    return roadmapAfter(emptyRoadmap, this.log.slice(0, position));
  }

  get graph(): DependencyGraph {
    return this.now.graph;
  }

  item(itemId: string): Item {
    return this.now.items.get(itemId) ?? { status: 'unknown' };
  }

  record(streamId: string, facts: readonly Fact[]): void {
    for (const fact of facts) {
      const position = this.log.length + 1;
      const version = this.log.filter((event) => event.streamId === streamId).length + 1;
      const place = { eventId: `e${position}`, workspaceId: 'w', streamId, version, position, schemaVersion: 1 };
      const meta = { commandId: `c${position}`, correlationId: `c${position}`, actorId: 'p-x', actorRole: 'NONE' };
      const event = { ...fact, ...place, recordedAt: `${this.today}T12:00:00.000Z`, meta } as Recorded<ItemEvent>;
      this.log.push(event);
      this.now = roadmapAfter(this.now, [event]);
    }
  }

  do(itemId: string, decide: (item: Item) => readonly ItemEvent[]): void {
    this.record(`${roadmapItem.type}-${itemId}`, decide(this.item(itemId)));
  }

  add(input: DependencyInput): void {
    const states = { graph: this.graph, from: this.item(input.fromId), to: this.item(input.toId) };
    this.record(`${dependencies.type}-${dependenciesId}`, addDependency(states, input));
  }

  placesOf(requestId: string): RequestPlaces {
    return this.places.get(requestId) ?? { items: [] };
  }

  private place(requestId: string, facts: readonly PlaceEvent[]): void {
    this.places.set(requestId, facts.reduce(evolvePlaces, this.placesOf(requestId)));
  }

  link(itemId: string, requestId: string, primary = false): void {
    const { item, places } = linkRequest(
      { item: this.item(itemId), places: this.placesOf(requestId) },
      { itemId, requestId, primary },
    );
    this.do(itemId, () => item);
    this.place(requestId, places);
  }

  unlink(itemId: string, requestId: string): void {
    const states = { item: this.item(itemId), places: this.placesOf(requestId) };
    const { item, places } = unlinkRequest(states, { itemId, requestId });
    this.do(itemId, () => item);
    this.place(requestId, places);
  }

  plan(itemId: string, window: Window, proposed: Partial<ProposeItemInput> = {}): void {
    this.do(itemId, (item) => proposeItem(item, { ...anItem, ...proposed }));
    this.do(itemId, (item) => planItem(item, { window, horizon: 'NOW' }));
  }

  /** Both sides agree and the item is committed; marketing has said it is worth a campaign. */
  promise(itemId: string): void {
    this.do(itemId, (item) => assessCampaignWorthiness(item, { verdict: 'WORTHY' }, this.ctx(people.cmo)));
    this.do(itemId, (item) => agreeItem(item, { side: 'CONSUMER' }, this.ctx(people.cmo)));
    this.do(itemId, (item) => agreeItem(item, { side: 'PROVIDER' }, this.ctx(people.cto)));
    this.commit(itemId);
  }

  commit(itemId: string): void {
    const itemOf = (id: string) => this.item(id);
    this.do(itemId, (item) => commitItem({ item, graph: this.graph, itemOf }, { itemId }));
  }

  start(itemId: string): void {
    this.do(itemId, startItem);
  }

  move(itemId: string, window: Window, why: Partial<RescheduleItemInput> = {}): void {
    const input = { itemId, window, reason: 'it has to', reasonCode: 'CAPACITY', ...why } as const;
    this.do(itemId, (item) => rescheduleItem({ item, graph: this.graph }, input));
  }

  types(itemId: string): string[] {
    return this.log.filter(({ streamId }) => itemIdOf(streamId) === itemId).map(({ type }) => type);
  }
}
