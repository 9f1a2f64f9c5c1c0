import { freeText, pastDate, requireRoom } from '#libs/vocabulary';
import { ValidationFailed } from '#libs/event-log';
import { requireOpen } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import type { Request } from './state.js';

export interface AttachEvidenceInput {
  readonly quote: string;
  /** Who says so as a group, never a name. */
  readonly segment: string;
  /** How many said so. */
  readonly count: number;
  readonly source: string;
  readonly date: string;
}

function countOf(count: number, { policy }: RuleContext): number {
  const { maxEvidenceCount } = policy.records;
  if (Number.isSafeInteger(count) && count >= 1 && count <= maxEvidenceCount) return count;
  throw new ValidationFailed(`Say how many: a whole number from 1 to ${maxEvidenceCount}.`, ['input', 'count']);
}

/** What customers say, numbered `V1`, `V2` … (P16). @throws PiiNotAllowed, DateInFuture, LimitReached, ValidationFailed */
export function attachEvidence(request: Request, input: AttachEvidenceInput, ctx: RuleContext): RequestEvent[] {
  const open = requireOpen(request, ctx);
  const { limits, records } = ctx.policy;
  const number = open.evidence.length + 1;
  requireRoom(number, records.maxEvidence, { what: 'pieces of evidence on one request' });
  const text = (field: 'quote' | 'segment' | 'source', max: number) =>
    freeText(input[field], { path: ['input', field], max });
  const data = {
    evidenceId: `V${number}`,
    quote: text('quote', limits.maxText),
    segment: text('segment', limits.maxShortText),
    count: countOf(input.count, ctx),
    source: text('source', limits.maxShortText),
    date: pastDate(input.date, ctx.today, ['input', 'date']),
  };
  return [{ type: 'EvidenceAttached', data }];
}
