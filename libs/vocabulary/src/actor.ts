import type { Instant } from '#libs/event-log';
import type { LocalDate, Side } from './values.js';

/** Who acts. `roles` are those that count on the object at hand; the one that carries the right comes first. */
export interface Actor {
  readonly personId: string;
  readonly roles: readonly string[];
  /** The part of the actor's team; null for somebody outside of both sides. */
  readonly side: Side | null;
  /** `own`: only on what is theirs; what that means is the rule's to say. */
  readonly grant: 'all' | 'own';
  /** The person a deputy stands for. */
  readonly onBehalfOf?: string;
}

/** What every rule may know besides the state and the input: time and caller come in as data. */
export interface Circumstances {
  readonly now: Instant;
  /** The local day that counts. */
  readonly today: LocalDate;
  readonly actor: Actor;
}

/** Who did something: the person, and the one a deputy stood in for. */
export interface DoneBy {
  readonly personId: string;
  readonly onBehalfOf: string | null;
}

/** The ids an actor answers for: their own, and that of the person they stand for. */
export const personsOf = (actor: Actor): readonly string[] =>
  actor.onBehalfOf === undefined ? [actor.personId] : [actor.personId, actor.onBehalfOf];

export const actsFor = (actor: Actor, personId: string): boolean => personsOf(actor).includes(personId);

/** True when the actor is who did it, or one stands for the other. */
export const isSamePerson = (actor: Actor, done: DoneBy): boolean =>
  actsFor(actor, done.personId) || (done.onBehalfOf !== null && actsFor(actor, done.onBehalfOf));

export const hasRole = (actor: Actor, ...roles: readonly string[]): boolean =>
  roles.some((role) => actor.roles.includes(role));

/** The role an event names for its actor. */
export const leadingRole = (actor: Actor): string => actor.roles[0] ?? 'NONE';
