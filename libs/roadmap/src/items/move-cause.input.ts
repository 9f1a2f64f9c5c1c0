import { GlobalId } from '#libs/api-kit';
import { NotFound, type OtherStreams } from '#libs/event-log';
import { request } from '#libs/requests';
import { riskKeyFormat, riskKeyOf, riskRules } from '#libs/risk';
import { InputType } from '@nestjs/graphql';
import type { MoveCause } from '../domain/index.js';

@InputType({ isOneOf: true, description: 'What a move follows from.' })
export class MoveCauseInput {
  @GlobalId('Request', { nullable: true, description: 'A request, e.g. one that takes longer.' })
  requestId?: string | null;

  @GlobalId('Risk', { nullable: true, format: riskKeyFormat, description: 'A risk.' })
  riskId?: string | null;

  @GlobalId('Request', { nullable: true, description: 'A request that was expedited and came in between.' })
  expeditedRequestId?: string | null;
}

/** The cause as the rules know it; null where none is named. */
export function moveCauseOf(input: MoveCauseInput | null | undefined): MoveCause | null {
  if (input?.requestId) return { kind: 'REQUEST', id: input.requestId };
  if (input?.riskId) return { kind: 'RISK', id: input.riskId };
  return input?.expeditedRequestId ? { kind: 'EXPEDITE', id: input.expeditedRequestId } : null;
}

const path = ['input', 'causedBy'];

/** Requests and risks never go away, so the version of what is named guards nothing. @throws NotFound */
export function requireCause(others: OtherStreams, cause: MoveCause | null): void {
  if (cause === null) return;
  if (cause.kind === 'RISK') return requireRisk(others, cause.id);
  const known = others.read(request, cause.id, { guards: false });
  const isMeant = known.status !== 'unknown' && (cause.kind === 'REQUEST' || known.expedite?.status === 'GRANTED');
  if (!isMeant) throw new NotFound(cause.kind === 'REQUEST' ? 'request' : 'expedited request', path);
}

function requireRisk(others: OtherStreams, id: string): void {
  const { reviewId, riskId } = riskKeyOf(id);
  const review = others.read(riskRules.riskReview, reviewId, { guards: false });
  const isKnown = review.status !== 'unknown' && review.risks.some((risk) => risk.riskId === riskId);
  if (!isKnown) throw new NotFound('risk', path);
}
