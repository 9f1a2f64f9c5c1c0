import { freeText, hasRole, optionalText, type Side } from '#libs/vocabulary';
import { Forbidden } from '#libs/event-log';
import { isRequester, requireActive } from './context.js';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import { requireLaunched } from './launched.js';
import { SuccessViewMissing } from './refusals-records.js';
import type { KnownRequest, Request } from './state.js';
import type { SuccessVerdict } from './values-delivery.js';

export interface SetSuccessViewInput {
  readonly side: Side;
  readonly text: string;
}

export interface JudgeSuccessInput {
  readonly side: Side;
  readonly verdict: SuccessVerdict;
  readonly note?: string | null;
}

const speaksFor = {
  CONSUMER: (request: KnownRequest, { actor }: RuleContext) =>
    hasRole(actor, 'MARKETING_LEAD') || isRequester(request, actor),
  PROVIDER: (_request: KnownRequest, { actor }: RuleContext) => hasRole(actor, 'ENGINEER', 'ENGINEERING_LEAD'),
} as const satisfies Record<Side, unknown>;

const whoSpeaks: Readonly<Record<Side, string>> = {
  CONSUMER: 'The requester or the marketing lead says what success is for marketing.',
  PROVIDER: 'An engineer or the engineering lead says what success is for engineering.',
};

/** @throws Forbidden */
function requireVoice(request: KnownRequest, side: Side, ctx: RuleContext): void {
  if (!speaksFor[side](request, ctx)) throw new Forbidden('request.success', whoSpeaks[side]);
}

/** What one side will call a success, said before the launch (P17). @throws Forbidden, InvalidState, PiiNotAllowed */
export function setSuccessView(request: Request, input: SetSuccessViewInput, ctx: RuleContext): RequestEvent[] {
  const active = requireActive(request, ctx);
  requireVoice(active, input.side, ctx);
  const text = freeText(input.text, { path: ['input', 'text'], max: ctx.policy.limits.maxText });
  if (active.success[input.side]?.text === text) return [];
  return [{ type: 'SuccessViewSet', data: { side: input.side, text } }];
}

/** Whether it came; the last verdict stands. @throws NotLaunched, Forbidden, SuccessViewMissing, PiiNotAllowed */
export function judgeSuccess(request: Request, input: JudgeSuccessInput, ctx: RuleContext): RequestEvent[] {
  const { side, verdict } = input;
  const launched = requireLaunched(request, ctx);
  requireVoice(launched, side, ctx);
  if (!launched.success[side]) throw new SuccessViewMissing(side);
  const note = optionalText(input.note, { path: ['input', 'note'], max: ctx.policy.limits.maxText });
  return [{ type: 'SuccessJudged', data: { side, verdict, note } }];
}
