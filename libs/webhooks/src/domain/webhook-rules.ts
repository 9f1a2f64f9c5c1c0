import { InvalidState, NotFound, ValidationFailed } from '#libs/event-log';
import { optionalText, requireRoom } from '#libs/vocabulary';
import type { DisabledReason, WebhookEvent, WebhookListEvent } from './facts.js';
import { WebhookUnchanged } from './refusals.js';
import { type AskedTerms, sameTerms, type Surroundings, termsOf } from './terms.js';
import type { WebhookList, WebhookState, WebhookStatus } from './webhook.js';

/** Webhooks of one workspace. */
export const MOST_WEBHOOKS = 20;

/** Hours the secret before signs beside a new one, unless told. */
export const OVERLAP_HOURS = 24;
const LONGEST_OVERLAP = 168;

/** @throws NotFound, InvalidState */
function requireStatus(state: WebhookState, ...allowed: readonly WebhookStatus[]): void {
  const { status } = state;
  if (status === null || status === 'REMOVED') throw new NotFound('webhook', ['input', 'webhookId']);
  if (!allowed.includes(status)) throw new InvalidState(status, allowed);
}

export interface NewWebhook {
  readonly webhookId: string;
  readonly secretId: string;
  readonly terms: AskedTerms;
}

/** @throws LimitReached, and what its terms are refused for */
export function registerWebhook(
  { ids }: WebhookList,
  { webhookId, secretId, terms }: NewWebhook,
  surroundings: Surroundings,
): { it: WebhookEvent[]; list: WebhookListEvent[] } {
  const data = { webhookId, secretId, ...termsOf(terms, surroundings) };
  requireRoom(ids.length + 1, MOST_WEBHOOKS, { what: 'webhooks in a workspace' });
  return {
    it: [{ type: 'WebhookRegistered', data }],
    list: [{ type: 'WebhookListed', data: { webhookId } }],
  };
}

/** The whole of the terms. @throws NotFound, WebhookUnchanged, and what its terms are refused for */
export function changeWebhook(
  state: WebhookState,
  { webhookId, terms }: Omit<NewWebhook, 'secretId'>,
  surroundings: Surroundings,
): WebhookEvent[] {
  requireStatus(state, 'ACTIVE', 'DISABLED');
  const after = termsOf(terms, surroundings);
  if (sameTerms(after, state.terms)) throw new WebhookUnchanged();
  return [{ type: 'WebhookChanged', data: { webhookId, ...after } }];
}

export interface Rotation {
  readonly webhookId: string;
  readonly secretId: string;
  readonly overlapHours?: number | null | undefined;
}

/** @throws NotFound, ValidationFailed */
export function rotateSecret(state: WebhookState, { webhookId, secretId, ...asked }: Rotation): WebhookEvent[] {
  requireStatus(state, 'ACTIVE', 'DISABLED');
  const overlapHours = asked.overlapHours ?? OVERLAP_HOURS;
  if (overlapHours < 0 || overlapHours > LONGEST_OVERLAP)
    throw new ValidationFailed(`From 0 to ${LONGEST_OVERLAP} hours.`, ['input', 'overlapHours']);
  return [{ type: 'WebhookSecretRotated', data: { webhookId, secretId, overlapHours } }];
}

export interface Disabling {
  readonly webhookId: string;
  readonly reason: DisabledReason;
  readonly note?: string | null | undefined;
}

/** @throws NotFound, InvalidState, ValidationFailed, PiiNotAllowed */
export function disableWebhook(state: WebhookState, { webhookId, reason, note }: Disabling): WebhookEvent[] {
  requireStatus(state, 'ACTIVE');
  const said = optionalText(note, { path: ['input', 'note'], max: 500 });
  return [{ type: 'WebhookDisabled', data: { webhookId, reason, note: said } }];
}

/** What the service does by itself; nothing where somebody was faster, or it was given another course since. */
export const giveUpOn = (state: WebhookState, given: Disabling & { readonly course: number }): WebhookEvent[] =>
  state.status === 'ACTIVE' && state.course === given.course ? disableWebhook(state, given) : [];

/** @throws NotFound, InvalidState */
export function enableWebhook(state: WebhookState, webhookId: string): WebhookEvent[] {
  requireStatus(state, 'DISABLED');
  return [{ type: 'WebhookEnabled', data: { webhookId } }];
}

/** @throws NotFound */
export function removeWebhook(
  state: WebhookState,
  webhookId: string,
): { it: WebhookEvent[]; list: WebhookListEvent[] } {
  requireStatus(state, 'ACTIVE', 'DISABLED');
  return {
    it: [{ type: 'WebhookRemoved', data: { webhookId } }],
    list: [{ type: 'WebhookUnlisted', data: { webhookId } }],
  };
}
