import { plainText, requireRoom } from '#libs/vocabulary';
import { requireActive } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { scopedPart, scopeHash } from './scope.js';
import type { Request } from './state.js';
import { invalidation } from './touches.js';

/** The names as they are linked: trimmed, each once, in the order given. */
function namesOf(given: readonly string[], { policy }: RuleContext): string[] {
  const { maxProperties, maxShortText } = policy.limits;
  const path = ['input', 'properties'];
  requireRoom(given.length, maxProperties, { what: 'web properties of one request', path });
  return [
    ...new Set(given.map((name, index) => plainText(name, { path: [...path, String(index)], max: maxShortText }))),
  ];
}

/**
 * The web properties it concerns, all of them: part of the scope (R5). No fact when they are the same.
 * @throws InvalidState, LimitReached, ValidationFailed
 */
export function setProperties(
  request: Request,
  input: { readonly properties: readonly string[] },
  ctx: RuleContext,
): RequestEvent[] {
  const open = requireActive(request, ctx);
  const properties = namesOf(input.properties, ctx);
  const present = new Set(open.properties);
  if (properties.length === present.size && properties.every((name) => present.has(name))) return [];
  const after = { ...open, properties };
  return [
    { type: 'PropertiesLinked', data: { properties, scopeHash: scopeHash(scopedPart(after)) } },
    ...invalidation(open, after, 'PROPERTIES_CHANGED'),
  ];
}
