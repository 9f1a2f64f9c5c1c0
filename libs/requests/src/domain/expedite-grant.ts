import { isSamePerson, type LocalDate, sides, upcomingDate } from '#libs/vocabulary';
import { ValidationFailed } from '#libs/event-log';
import { requireForward } from './context.js';
import type { RuleContext } from './context.js';
import { requestLabel } from './drafting.js';
import {
  hurriable,
  requireDisplaced,
  requireLead,
  requirePending,
  type UrgencyLookup,
  type Waiting,
} from './expedite.js';
import type { ExpediteQuota, ExpediteQuotaEvent, ExpediteQuotaFacts } from './expedite-quota.js';
import type { RequestEvent, RequestFacts } from './facts.js';
import { BothSidesBySamePerson } from './refusals.js';
import { DisplacedDateRequired, ExpediteQuotaExceeded } from './refusals-urgency.js';
import type { OpenRequest, Request } from './state.js';
import type { Expedite } from './state-delivery.js';

export interface GrantExpediteInput {
  /** The new date of the request that has to wait; owed where there is one. */
  readonly displacedNewDate?: string | null;
}

/** What a grant leaves: on the request, on the one that has to wait, and on the month. */
export interface GrantedFacts {
  readonly request: readonly RequestEvent[];
  readonly displaced: { readonly requestId: string; readonly facts: readonly RequestEvent[] } | null;
  readonly quota: ExpediteQuotaEvent;
}

const newDatePath = ['input', 'displacedNewDate'];

type Granted = ExpediteQuotaFacts['ExpediteGranted'];

/** The new date of who has to wait, later than `after`. @throws DisplacedDateRequired, DateInPast, ValidationFailed */
function newDateOf({ displacedNewDate }: GrantExpediteInput, after: LocalDate, { today }: RuleContext): LocalDate {
  if (displacedNewDate == null) throw new DisplacedDateRequired(after);
  const newDate = upcomingDate(displacedNewDate, today, newDatePath);
  if (newDate <= after) throw new DisplacedDateRequired(after);
  return newDate;
}

/** The two dates of who has to wait: later than before, or than the urgent one where there was none. */
function displacedDates(
  waiting: Waiting | null,
  { hardDate }: Expedite,
  input: GrantExpediteInput,
  ctx: RuleContext,
): Granted['displaced'] {
  if (waiting !== null) {
    const oldDate = waiting.request.agreedDate?.date ?? null;
    return { requestId: waiting.requestId, oldDate, newDate: newDateOf(input, oldDate ?? hardDate, ctx) };
  }
  if (input.displacedNewDate == null) return null;
  throw new ValidationFailed('Nobody has to wait, so there is no date to move.', newDatePath);
}

/** No fact where just this date stands already. */
function agreed(
  request: OpenRequest,
  date: Pick<RequestFacts['DateAgreed'], 'date' | 'dateKind' | 'reason'>,
): RequestEvent[] {
  const { agreedDate } = request;
  if (agreedDate?.date === date.date && agreedDate.dateKind === date.dateKind) return [];
  return [{ type: 'DateAgreed', data: { ...date, previous: agreedDate?.date ?? null, sides } }];
}

/** How many of the month are used with this one. @throws ExpediteQuotaExceeded */
function nextUsed({ used }: ExpediteQuota, { policy }: RuleContext): number {
  if (used >= policy.expediteQuota) throw new ExpediteQuotaExceeded(policy.expediteQuota, used);
  return used + 1;
}

/** On the request that waits: a date kept as firm as it was, a first date as a wish. */
function displacedFacts(
  waiting: Waiting | null,
  dates: Granted['displaced'],
  by: { readonly requestId: string; readonly number: number },
): GrantedFacts['displaced'] {
  if (waiting === null || dates === null) return null;
  const { requestId, oldDate, newDate } = dates;
  const dateKind = waiting.request.agreedDate?.dateKind ?? 'PREFERENCE';
  const reason = `Makes way for ${requestLabel(by.number)}`;
  return {
    requestId,
    facts: [
      { type: 'Displaced', data: { byRequestId: by.requestId, oldDate, newDate } },
      ...agreed(waiting.request, { date: newDate, dateKind, reason }),
    ],
  };
}

/**
 * Engineering agrees: it goes first, who waits gets another date, the month has one less (P21). All in one append.
 * @throws Forbidden, ExpediteNotPending, BothSidesBySamePerson, DateInPast, DisplacedRequestRequired, DisplacedDateRequired,
 * ExpediteQuotaExceeded, ValidationFailed, RequestOnHold
 */
export function grantExpedite(
  request: Request,
  input: GrantExpediteInput,
  ctx: RuleContext,
  look: UrgencyLookup,
): GrantedFacts {
  const open = requireForward(request, ctx, hurriable);
  requireLead(ctx, 'ENGINEERING_LEAD', 'request.grantExpedite');
  const expedite = requirePending(open);
  if (isSamePerson(ctx.actor, expedite.requestedBy)) throw new BothSidesBySamePerson('PROVIDER');
  const hardDate = upcomingDate(expedite.hardDate, ctx.today, ['input', 'requestId']);
  const waiting = requireDisplaced(open, expedite, look);
  const displaced = displacedDates(waiting, expedite, input, ctx);
  const period = ctx.today.slice(0, 7);
  const used = nextUsed(look.quota(open.consumerTeamId, period), ctx);
  const { requestId } = look;
  const { displacesRequestId } = expedite;
  const quota = ctx.policy.expediteQuota;
  const byId = ctx.actor.personId;
  return {
    request: [
      { type: 'RequestExpedited', data: { byId, hardDate, displacesRequestId, quotaUsed: used, quota } },
      ...agreed(open, { date: hardDate, dateKind: 'HARD_EVENT', reason: expedite.reason }),
    ],
    displaced: displacedFacts(waiting, displaced, { requestId, number: open.number }),
    quota: {
      type: 'ExpediteGranted',
      data: { consumerTeamId: open.consumerTeamId, period, requestId, hardDate, displaced, byId, quota, used },
    },
  };
}
