import type { DoneBy } from '#libs/vocabulary';
import type { Recorded } from '#libs/event-log';
import type { RequestEventType, RequestFact } from './facts.js';

/** A stored fact of one type. */
export type On<T extends RequestEventType> = { [K in T]: Recorded<RequestFact<K>> }[T];

/** A copy without some fields: a status must not carry what only another one has. */
export function without<S extends object, K extends keyof S>(state: S, ...keys: readonly K[]): Omit<S, K> {
  const gone: ReadonlySet<PropertyKey> = new Set(keys);
  return Object.fromEntries(Object.entries(state).filter(([key]) => !gone.has(key))) as Omit<S, K>;
}

export const doneBy = (event: Recorded): DoneBy => ({
  personId: event.meta.actorId,
  onBehalfOf: event.meta.onBehalfOf ?? null,
});
