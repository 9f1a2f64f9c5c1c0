import { Forbidden, NotFound } from '#libs/event-log';
import { isRequester, type KnownRequest, type RequestState } from '#libs/requests';
import { type Circumstances, hasRole } from '#libs/vocabulary';
import { type AgreementState, RequestNotChargeable } from '../domain/index.js';

/**
 * A request that is worked under an agreement: its two teams are the agreement's. Every other one is not there for it.
 * @throws NotFound
 */
export function requireRequestOf(
  { consumerTeamId, provider }: AgreementState,
  request: RequestState,
  path: readonly string[],
): KnownRequest {
  if (request.status === 'unknown') throw new NotFound('request', path);
  const builtBy = 'triage' in request ? request.triage?.providerTeamId : undefined;
  if (request.consumerTeamId !== consumerTeamId || builtBy !== provider.teamId)
    throw new NotFound('request of the two teams of this agreement', path);
  return request;
}

/**
 * Who asks for overage: the lead of the team that pays for it, or whoever asked for the work; not for work that has ended.
 * @throws Forbidden, RequestNotChargeable
 */
export function requireOverageAsker(
  request: KnownRequest,
  { actor }: Circumstances,
  { requestId }: { readonly requestId: string },
): void {
  if (!hasRole(actor, 'MARKETING_LEAD') && !isRequester(request, actor))
    throw new Forbidden('overage.request', 'MARKETING_LEAD, the requester or a co-author asks for overage.');
  if ('ended' in request) throw new RequestNotChargeable(requestId, request.status);
}
