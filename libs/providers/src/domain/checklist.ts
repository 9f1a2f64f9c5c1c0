import { InvalidState, NotFound, ValidationFailed } from '#libs/event-log';
import { isSamePerson, requireRoom } from '#libs/vocabulary';
import type { ProviderContext } from './context.js';
import type { ProviderEvent } from './facts.js';
import type { ChecklistItem } from './policy.js';
import type { ItemState, KnownProvider, Provider, ProviderStatus } from './provider-state.js';
import { EvidenceOfOneself } from './refusals.js';
import { linkOf, reasonOf, requireProvider, textOf } from './rules-kit.js';

export interface EvidenceInput {
  readonly item: ChecklistItem;
  readonly link?: string | null;
  readonly text?: string | null;
}

export interface VerdictInput {
  readonly item: ChecklistItem;
  /** True: the evidence proves it. */
  readonly ok: boolean;
  /** Owed when it does not. */
  readonly reason?: string | null;
}

/** Also later: evidence grows old, and an approval is given anew on what is proved then. */
const proving = [
  'INVITED',
  'IN_REVIEW',
  'APPROVED',
  'SUSPENDED',
  'EXPIRED',
] as const satisfies readonly ProviderStatus[];
const judging = ['IN_REVIEW', 'APPROVED', 'SUSPENDED', 'EXPIRED'] as const satisfies readonly ProviderStatus[];

/** @throws NotFound for an item that is not on this agency's list */
function itemOf({ checklist }: KnownProvider, item: ChecklistItem): ItemState {
  const found = checklist.find((known) => known.item === item);
  if (!found) throw new NotFound('checklist item', ['input', 'item']);
  return found;
}

/**
 * Something that proves an item: the first of all begins the review; what was verified waits for a reviewer again.
 * @throws InvalidState, Forbidden, NotFound, ValidationFailed, PiiNotAllowed, LimitReached
 */
export function submitEvidence(provider: Provider, input: EvidenceInput, ctx: ProviderContext): ProviderEvent[] {
  const known = requireProvider(provider, ctx, proving);
  const { item, evidence } = itemOf(known, input.item);
  const link = linkOf(input.link, ctx);
  const text = textOf(input.text, 'text', ctx);
  if (link === null && text === null) throw new ValidationFailed('Give a link or a text.', ['input', 'link']);
  const what = 'pieces of evidence for an item';
  requireRoom(evidence.length + 1, ctx.policy.limits.maxEvidence, { what, path: ['input', 'item'] });
  const submitted: ProviderEvent = { type: 'EvidenceSubmitted', data: { item, link, text } };
  return known.status === 'INVITED' ? [{ type: 'ProviderReviewStarted', data: {} }, submitted] : [submitted];
}

/**
 * A reviewer's word on the evidence of an item: somebody who handed in none of it.
 * @throws InvalidState, NotFound, EvidenceOfOneself, ReasonRequired, PiiNotAllowed
 */
export function verifyItem(provider: Provider, input: VerdictInput, ctx: ProviderContext): ProviderEvent[] {
  const { item, status, evidence } = itemOf(requireProvider(provider, ctx, judging), input.item);
  if (status !== 'SUBMITTED') throw new InvalidState(status, ['SUBMITTED']);
  if (evidence.some(({ by }) => isSamePerson(ctx.actor, by))) throw new EvidenceOfOneself();
  if (input.ok) return [{ type: 'ChecklistItemVerified', data: { item, note: textOf(input.reason, 'reason', ctx) } }];
  return [
    { type: 'ChecklistItemRejected', data: { item, reason: reasonOf(input.reason ?? '', 'what is missing', ctx) } },
  ];
}

/** Items nobody has verified as they stand. */
export const openItems = ({ checklist }: KnownProvider): ChecklistItem[] =>
  checklist.filter(({ status }) => status !== 'VERIFIED').map(({ item }) => item);
