import { canonicalHash } from '#libs/event-log';
import type { RequestCore, Request } from './state.js';

/** What the scope is made of (R5); a provider is there from triage on. */
export type Scoped = Pick<RequestCore, 'brief' | 'touches' | 'properties'> & {
  readonly triage?: { readonly providerTeamId: string; readonly providerId?: string };
};

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The scope as canonical text (R5): touches, criteria, properties, provider. Lists instead of objects and sorted by key, so that
 * neither the order of writing nor that of fields matters.
 */
export function scopeOf({ brief, touches, properties, triage }: Scoped): string {
  const sortedTouches = touches
    .map(({ touch, expectedPeakRpm }) => [touch, expectedPeakRpm ?? null] as const)
    .sort(([a], [b]) => byText(a, b));
  const criteria = brief.criteria
    .map(
      ({ id, text, measure }) =>
        [id, text, measure && [measure.metric, measure.operator, measure.value, measure.unit]] as const,
    )
    .sort(([a], [b]) => byText(a, b));
  const provider = triage ? [triage.providerTeamId, triage.providerId ?? null] : null;
  return JSON.stringify([sortedTouches, criteria, [...properties].sort(byText), provider]);
}

/** Hash of {@link scopeOf}, in hex. */
export const scopeHash = (scoped: Scoped): string => canonicalHash(scopeOf(scoped));

/** What {@link scopeOf} needs, from a request of any status. */
export const scopedPart = (request: Exclude<Request, { status: 'unknown' }>): Scoped => ({
  brief: request.brief,
  touches: request.touches,
  properties: request.properties,
  ...('triage' in request && request.triage ? { triage: request.triage } : {}),
});
