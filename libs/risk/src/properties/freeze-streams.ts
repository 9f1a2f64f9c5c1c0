import type { OtherStreams } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import { type Freeze, freeze, freezesNotedOn, property } from '../domain/index.js';

/**
 * The freezes noted for a day on properties, by freeze id, with who let what through. Property and freeze streams are read guarding,
 * each kind in one round: a freeze that is declared, ended or overridden at the same moment lets the decision be made anew. A property
 * nobody registered has none.
 */
export function freezeStreamsFor(
  others: OtherStreams,
  propertyIds: readonly string[],
  day: LocalDate,
): Record<string, Freeze> {
  others.foresee(propertyIds.map((id) => ({ aggregate: property, id, expect: 'latest' })));
  const noted = propertyIds.flatMap((id) => freezesNotedOn(others.read(property, id), day));
  const freezeIds = [...new Set(noted)];
  others.foresee(freezeIds.map((id) => ({ aggregate: freeze, id, expect: 'latest' })));
  return Object.fromEntries(freezeIds.map((id) => [id, others.read(freeze, id)]));
}
