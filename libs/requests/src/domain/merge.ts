import { optionalText, requireRoom } from '#libs/vocabulary';
import { NotFound } from '#libs/event-log';
import { requireStatus } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { MergeChain, MergeIntoItself, MergeTargetEnded } from './refusals-urgency.js';
import { isOpen } from './state.js';
import type { OpenRequest, Request } from './state.js';

export interface MergeInput {
  /** The request that ends. */
  readonly requestId: string;
  /** The one that stands for it. */
  readonly targetId: string;
  readonly note?: string | null;
}

/** What a merge leaves on each of the two. */
export interface Merged {
  readonly source: readonly RequestEvent[];
  readonly target: readonly RequestEvent[];
}

/** @throws NotFound, MergeChain, MergeTargetEnded */
function requireTarget(target: Request): OpenRequest {
  if (target.status === 'unknown') throw new NotFound('request', ['input', 'targetId']);
  if (target.status === 'MERGED') throw new MergeChain(target.ended.mergedInto);
  if (!isOpen(target)) throw new MergeTargetEnded(target.status);
  return target;
}

/**
 * One of two requests for the same ends, the other stands for both (R8). Merges are one step deep: neither into a merged request
 * nor of one that others were merged into. The versions of both guard it.
 * @param target looked up once the source may be merged
 * @throws InvalidState, MergeIntoItself, MergeChain, MergeTargetEnded, NotFound, LimitReached, PiiNotAllowed
 */
export function mergeRequest(source: Request, input: MergeInput, ctx: RuleContext, target: () => Request): Merged {
  const { requestId, targetId } = input;
  const { duplicates } = requireStatus(source, ctx, ['SUBMITTED', 'TRIAGED', 'ESTIMATED']);
  if (requestId === targetId) throw new MergeIntoItself();
  if (duplicates.length > 0) throw new MergeChain(null);
  const { maxText, maxDuplicates } = ctx.policy.limits;
  const note = optionalText(input.note, { path: ['input', 'note'], max: maxText });
  const survivor = requireTarget(target());
  requireRoom(survivor.duplicates.length + 1, maxDuplicates, { what: 'requests merged into one' });
  return {
    source: [{ type: 'RequestMerged', data: { targetId, note } }],
    target: [{ type: 'DuplicateMergedIn', data: { requestId } }],
  };
}
