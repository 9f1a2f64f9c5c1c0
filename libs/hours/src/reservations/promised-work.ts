import { type DecisionStream, InvalidState } from '#libs/event-log';
import { type KnownRequest, request, type RequestEvent, type RequestState } from '#libs/requests';
import type { AgreementState } from '../domain/index.js';
import { requireRequestOf } from '../overage/request-of-agreement.js';

/** Work both sides signed and nobody accepted yet: minutes are reserved for that alone. */
const promised: readonly string[] = ['APPROVED', 'IN_PROGRESS', 'DELIVERED'];

export const isPromised = ({ status }: Pick<RequestState, 'status'>): boolean => promised.includes(status);

/** The request a reservation is for. It guards the decision: a request that ends meanwhile holds nothing afterwards. */
export const requestStream = (requestId: string): DecisionStream<RequestState, RequestEvent> => ({
  aggregate: request,
  id: requestId,
  expect: 'latest',
});

/** @throws NotFound for a request of other teams, InvalidState for work that nobody signed or that is over */
export function requirePromised(agreement: AgreementState, state: RequestState): KnownRequest {
  const known = requireRequestOf(agreement, state, ['input', 'requestId']);
  if (!isPromised(known)) throw new InvalidState(known.status, promised);
  return known;
}
