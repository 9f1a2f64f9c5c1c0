import { Forbidden, InvalidState, NotFound, ValidationFailed } from '#libs/event-log';
import { optionalText, owedReason, plainText } from '#libs/vocabulary';
import type { ProviderContext } from './context.js';
import type { KnownProvider, Provider, ProviderStatus } from './provider-state.js';

/** The name people use for an agency, e.g. `AGY-3`. */
export const providerLabel = (number: number): string => `AGY-${number}`;

/** Neither turned down nor gone. */
export const liveStatuses = [
  'INVITED',
  'IN_REVIEW',
  'APPROVED',
  'SUSPENDED',
  'EXPIRED',
  'OFFBOARDING',
] as const satisfies readonly ProviderStatus[];

/** @throws NotFound, Forbidden (own: the agency whose people the actor belongs to), InvalidState */
export function requireProvider(
  provider: Provider,
  { actor, agencyTeamIds }: ProviderContext,
  allowed: readonly ProviderStatus[],
): KnownProvider {
  if (provider.status === 'unknown') throw new NotFound('provider', ['input', 'providerId']);
  if (actor.grant === 'own' && !agencyTeamIds.includes(provider.teamId))
    throw new Forbidden('own', 'You may do this for the agency you work for.');
  if (!allowed.includes(provider.status)) throw new InvalidState(provider.status, allowed);
  return provider;
}

/** @throws ReasonRequired, ValidationFailed, PiiNotAllowed */
export const reasonOf = (reason: string, what: string, { policy }: ProviderContext): string =>
  owedReason(reason, what, { path: ['input', 'reason'], max: policy.limits.maxText });

/** @throws ValidationFailed, PiiNotAllowed */
export const textOf = (value: string | null | undefined, field: string, { policy }: ProviderContext): string | null =>
  optionalText(value, { path: ['input', field], max: policy.limits.maxText });

/** The whole address of a page; blank counts as left out. @throws ValidationFailed */
export function linkOf(value: string | null | undefined, { policy }: ProviderContext): string | null {
  if (value == null || value.trim() === '') return null;
  const path = ['input', 'link'];
  const link = plainText(value, { path, max: policy.limits.maxUrl });
  if (!/^https?:\/\/\S+$/iu.test(link) || !URL.canParse(link))
    throw new ValidationFailed('Give the whole address of a page, beginning with https://.', path);
  return link;
}
