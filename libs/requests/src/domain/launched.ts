import type { RuleContext } from './context.js';
import { requireStatus } from './context.js';
import { NotLaunched } from './refusals-records.js';
import { requestStatuses } from './state.js';
import type { CommittedRequest, KnownRequest, Request } from './state.js';

const isLaunched = (request: KnownRequest): request is CommittedRequest<'LAUNCHED' | 'CLOSED'> =>
  request.status === 'LAUNCHED' || request.status === 'CLOSED';

/** A request that went live and stands. @throws NotFound, Forbidden, NotLaunched */
export function requireLaunched(request: Request, ctx: RuleContext): CommittedRequest<'LAUNCHED' | 'CLOSED'> {
  const known = requireStatus(request, ctx, requestStatuses);
  if (!isLaunched(known)) throw new NotLaunched(known.status);
  return known;
}
