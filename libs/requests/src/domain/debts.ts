import { freeText, optionalText, requireRoom, upcomingDate } from '#libs/vocabulary';
import { NotFound } from '#libs/event-log';
import { requireStatus } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { DebtIsPaid } from './refusals-records.js';
import { requestStatuses } from './state.js';
import type { Request } from './state.js';

export interface IncurDebtInput {
  readonly what: string;
  readonly paybackDate: string;
  /** Who pays it back; known to the directory. */
  readonly ownerId: string;
}

export interface PayDebtInput {
  readonly debtId: string;
  readonly note?: string | null;
}

const indebting = ['TRIAGED', 'ESTIMATED', 'APPROVED', 'IN_PROGRESS', 'DELIVERED', 'ACCEPTED', 'LAUNCHED'] as const;

/** What is left undone on purpose, numbered `D1`, `D2` … (P27). @throws InvalidState, DateInPast, LimitReached, PiiNotAllowed */
export function incurDebt(request: Request, input: IncurDebtInput, ctx: RuleContext): RequestEvent[] {
  const ready = requireStatus(request, ctx, indebting);
  const { limits, records } = ctx.policy;
  const number = ready.debts.length + 1;
  requireRoom(number, records.maxDebts, { what: 'debts on one request' });
  const what = freeText(input.what, { path: ['input', 'what'], max: limits.maxText });
  const paybackDate = upcomingDate(input.paybackDate, ctx.today, ['input', 'paybackDate']);
  return [{ type: 'DebtIncurred', data: { debtId: `D${number}`, what, paybackDate, ownerId: input.ownerId } }];
}

/** Whatever became of the request since. @throws NotFound, DebtIsPaid, PiiNotAllowed */
export function payDebt(request: Request, input: PayDebtInput, ctx: RuleContext): RequestEvent[] {
  const debt = requireStatus(request, ctx, requestStatuses).debts.find(({ debtId }) => debtId === input.debtId);
  if (!debt) throw new NotFound('debt', ['input', 'debtId']);
  if (debt.paid !== null) throw new DebtIsPaid(debt.debtId);
  const note = optionalText(input.note, { path: ['input', 'note'], max: ctx.policy.limits.maxText });
  return [{ type: 'DebtPaid', data: { debtId: debt.debtId, note } }];
}
