import { actsFor, freeText, hasRole, plainText, ReasonRequired, requireRoom, type Side } from '#libs/vocabulary';
import { Forbidden, InvalidState, ValidationFailed } from '#libs/event-log';
import { applyBrief } from './brief-edit.js';
import type { BriefInput } from './brief-input.js';
import { changedPaths, completeness, requireComplete } from './brief.js';
import { requireActive, requireStatus } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { lint } from './lint.js';
import { scopedPart, scopeHash } from './scope.js';
import { activeStatuses, isCommitted } from './state.js';
import type { OpenRequest, Request } from './state.js';
import { invalidation, suggestTouches } from './touches.js';
import type { BriefCause, RequestType, SourceKind } from './values.js';

export interface CreateRequestInput {
  /** From the workspace's counter; unique there (R1). */
  readonly number: number;
  readonly title: string;
  readonly type: RequestType;
  readonly consumerTeamId: string;
  /** Left out: the actor. Only an integration may name somebody else. */
  readonly requesterId?: string | null;
  readonly source?: { readonly kind: SourceKind; readonly ref?: string | null } | null;
}

/** Why a brief changed; INITIAL is the first revision and nobody says it. */
export type RevisionCause = Exclude<BriefCause, 'INITIAL'>;

export interface ReviseBriefInput {
  readonly brief: BriefInput;
  /** Owed from approval on; before that CLARIFICATION is taken. */
  readonly cause?: RevisionCause | null;
}

export interface AddCoAuthorInput {
  readonly personId: string;
  /** The side of the person's team. */
  readonly side: Side;
}

/** An accepted brief is what was built: from there on it stands. */
const revisableStatuses = activeStatuses.filter((status) => status !== 'ACCEPTED');

/** The name people use for a request, e.g. `REQ-12`. */
export const requestLabel = (number: number): string => `REQ-${number}`;

function requesterOf(input: CreateRequestInput, { actor, policy }: RuleContext): string {
  if (input.requesterId == null || actsFor(actor, input.requesterId)) return input.requesterId ?? actor.personId;
  if (!hasRole(actor, 'INTEGRATION'))
    throw new Forbidden('request.create', 'Only an integration creates requests for others.');
  return plainText(input.requesterId, { path: ['input', 'requesterId'], max: policy.limits.maxShortText });
}

function sourceOf({ source }: CreateRequestInput, { policy }: RuleContext): { kind: SourceKind; ref: string | null } {
  const rule = { path: ['input', 'source', 'ref'], max: policy.limits.maxUrlLength };
  return { kind: source?.kind ?? 'FORM', ref: source?.ref == null ? null : plainText(source.ref, rule) };
}

/**
 * A new request, as a draft.
 * @throws ValidationFailed, PiiNotAllowed, Forbidden
 */
export function createRequest(request: Request, input: CreateRequestInput, ctx: RuleContext): RequestEvent[] {
  if (request.status !== 'unknown') throw new InvalidState(request.status, ['unknown']);
  const { minTitleLength: min, maxTitleLength: max, maxShortText } = ctx.policy.limits;
  const { number, type } = input;
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new ValidationFailed('The number counts from 1.', ['input', 'number']);
  }
  const title = freeText(input.title, { path: ['input', 'title'], min, max });
  const consumerTeamId = plainText(input.consumerTeamId, { path: ['input', 'consumerTeamId'], max: maxShortText });
  const requesterId = requesterOf(input, ctx);
  const source = sourceOf(input, ctx);
  return [{ type: 'RequestDrafted', data: { number, title, type, consumerTeamId, requesterId, source } }];
}

function causeOf(request: OpenRequest, cause: RevisionCause | null | undefined): BriefCause {
  if (request.revision === 0) return 'INITIAL';
  if (cause != null) return cause;
  if (isCommitted(request))
    throw new ReasonRequired('both sides signed this brief; name the cause', ['input', 'cause']);
  return 'CLARIFICATION';
}

/**
 * A new revision of the brief. No fact when nothing changes. Once submitted, the brief stays complete (R2).
 * @throws ReasonRequired, BriefStoryIncomplete, RequestIncomplete, CriterionIdReused, PiiNotAllowed, LimitReached, ValidationFailed
 */
export function reviseBrief(request: Request, input: ReviseBriefInput, ctx: RuleContext): RequestEvent[] {
  const open = requireStatus(request, ctx, revisableStatuses);
  const cause = causeOf(open, input.cause);
  const brief = applyBrief(open, input.brief, ctx.policy.limits);
  const paths = changedPaths(open.brief, brief);
  if (paths.length === 0) return [];
  if (open.status !== 'DRAFT') requireComplete(open.type, brief, ctx.policy);
  const after = { ...open, brief };
  return [
    {
      type: 'BriefRevised',
      data: {
        revision: open.revision + 1,
        brief,
        changedPaths: paths,
        cause,
        completeness: completeness(brief, ctx.policy),
        lint: lint(brief, ctx.policy),
        scopeHash: scopeHash(scopedPart(after)),
      },
    },
    ...suggestTouches(open, brief, ctx.policy),
    ...invalidation(open, after, 'CRITERIA_CHANGED'),
  ];
}

/**
 * Somebody who writes the brief along, from either side (P9). No fact when they do already.
 * @throws LimitReached, ValidationFailed
 */
export function addCoAuthor(request: Request, input: AddCoAuthorInput, ctx: RuleContext): RequestEvent[] {
  const open = requireActive(request, ctx);
  const { maxCoAuthors, maxShortText } = ctx.policy.limits;
  const personId = plainText(input.personId, { path: ['input', 'personId'], max: maxShortText });
  if (open.coAuthors.some((one) => one.personId === personId)) return [];
  requireRoom(open.coAuthors.length + 1, maxCoAuthors, { what: 'co-authors' });
  return [{ type: 'CoAuthorAdded', data: { personId, side: input.side } }];
}
