import type { Fact, Recorded } from '#libs/event-log';
import type { Actor, Circumstances } from '#libs/vocabulary';
import { agreeItem, commitItem, startItem } from './commitment.js';
import { dependenciesOn } from './dependencies.js';
import { type DependencyOrder, dependencyOrder, evolveOrder } from './dependency-order.js';
import { orderingPath } from './dependency-path.js';
import { addDependency, type DependencyAddition, type DependencyInput, removeDependency } from './dependency-rules.js';
import { roadmapItem } from './evolve.js';
import type { ItemEvent } from './facts.js';
import { anItem, by, days, people } from './given.spec-kit.js';
import { evolvePlaces, linkRequest, type PlaceEvent, type RequestPlaces, unlinkRequest } from './links.js';
import { planItem, rescheduleItem, type RescheduleItemInput } from './planning.js';
import { proposeItem, type ProposeItemInput } from './proposal.js';
import { emptyRoadmap, graphIn, itemIdOf, type Roadmap, roadmapAfter, type RoadmapEvent } from './roadmap.js';
import type { Item } from './state.js';
import type { ItemKind, Window } from './values.js';
import { assessCampaignWorthiness } from './worthiness.js';

/** An edge that was decided on, and how the guard stood then. */
export interface DecidedEdge {
  readonly input: DependencyInput;
  readonly facts: DependencyAddition;
  readonly order: DependencyOrder;
}

/** A roadmap in memory: every decision is written to one log, with the day it was made on. */
export class Desk {
  today = '2026-01-02';
  readonly log: RoadmapEvent[] = [];
  now: Roadmap = emptyRoadmap;
  private order = dependencyOrder.initial;
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

  private ends({ fromId, toId }: DependencyInput) {
    return { from: this.item(fromId), to: this.item(toId) };
  }

  /** What adding an edge comes to now; nothing is written yet. */
  decide(input: DependencyInput): DecidedEdge {
    const path = orderingPath(graphIn(this.now), input.toId, input.fromId);
    return { input, facts: addDependency({ ...this.ends(input), path }, input), order: this.order };
  }

  /** Writes a decision; false, and nothing written, where the order was extended since. Only the guard is asked, no item's stream. */
  write({ input, facts, order }: DecidedEdge): boolean {
    if (facts.order.length > 0 && order.count !== this.order.count) return false;
    this.do(input.fromId, () => facts.item);
    this.order = facts.order.reduce(evolveOrder, this.order);
    return true;
  }

  add(input: DependencyInput): void {
    this.write(this.decide(input));
  }

  remove(input: DependencyInput): void {
    const { from, to } = removeDependency(this.ends(input), input);
    this.do(input.fromId, () => from);
    this.do(input.toId, () => to);
  }

  dependantsOf(itemId: string): string[] {
    return dependenciesOn(graphIn(this.now), itemId).map(({ fromId }) => fromId);
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
    this.do(itemId, (item) => commitItem({ item, itemOf }));
  }

  start(itemId: string): void {
    this.do(itemId, startItem);
  }

  move(itemId: string, window: Window, why: Partial<RescheduleItemInput> = {}): void {
    const input = { window, reason: 'it has to', reasonCode: 'CAPACITY', ...why } as const;
    this.do(itemId, (item) => rescheduleItem({ item, dependants: this.dependantsOf(itemId) }, input));
  }

  types(itemId: string): string[] {
    return this.log.filter(({ streamId }) => itemIdOf(streamId) === itemId).map(({ type }) => type);
  }
}

/** An item for each window, RM-1 on. */
export function deskWith(...windows: readonly (readonly [kind: ItemKind, start: string, end: string])[]): Desk {
  const desk = new Desk();
  windows.forEach(([kind, start, end], index) => {
    const number = index + 1;
    desk.plan(`i${number}`, days(start, end), { number, kind, lane: 'ENGINEERING' });
  });
  return desk;
}
