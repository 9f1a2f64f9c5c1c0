import type { Instant } from '#libs/event-log';
import type { Side } from '#libs/vocabulary';
import type { RuleContext } from './context.js';
import type { RequestEvent } from './facts.js';
import type { KnownRequest, Question, Request } from './state.js';
import { isOpen } from './state.js';
import type { SlaMark, Stretch } from './state-delivery.js';

/** A service-level clock: whose time runs, since when, and when it stood still. Working minutes are counted by the side's calendar. */
export interface SlaClock {
  readonly clock: SlaMark['clock'];
  /** The question that waits; null for the first response. */
  readonly questionId: string | null;
  /** Whose working time it is. */
  readonly owedBy: Side;
  readonly startedAt: Instant;
  /** Null while it runs or rests. */
  readonly stoppedAt: Instant | null;
  readonly targetMinutes: number;
  /** May overlap; an open one means that the clock rests now. */
  readonly pauses: readonly Stretch[];
}

/** Who has to answer: the side that did not ask; who asks from neither side asks the consumer. */
export const owesAnswer = ({ side }: Question): Side => (side === 'CONSUMER' ? 'PROVIDER' : 'CONSUMER');

/** While a side waits for an answer it cannot go on without, its own clocks rest (P64). */
const waitsOf = (request: KnownRequest, side: Side): readonly Stretch[] =>
  request.questions.filter((one) => one.blocking && owesAnswer(one) !== side).flatMap(({ waits }) => waits);

/** First response: from the submission to triage, decline or the provider's first question. It rests on hold. */
function firstResponse(request: KnownRequest): SlaClock[] {
  const submitted = 'submitted' in request ? request.submitted : undefined;
  if (!submitted) return [];
  const ended = 'ended' in request ? request.ended.at : null;
  return [
    {
      clock: 'FIRST_RESPONSE',
      questionId: null,
      owedBy: 'PROVIDER',
      startedAt: submitted.at,
      stoppedAt: request.respondedAt ?? ended,
      targetMinutes: submitted.slaTargets.firstResponseMinutes,
      pauses: request.holds,
    },
  ];
}

/** One clock for each question that waits for its answer now. It rests on hold, and while the side in debt waits itself. */
function answers(request: KnownRequest, defaults: { readonly answerMinutes: number }): SlaClock[] {
  if (!isOpen(request)) return [];
  const targetMinutes = ('submitted' in request ? request.submitted.slaTargets : defaults).answerMinutes;
  return request.questions
    .filter(({ status }) => status === 'OPEN')
    .map((question) => ({
      clock: 'ANSWER',
      questionId: question.id,
      owedBy: owesAnswer(question),
      startedAt: question.waitingSince,
      stoppedAt: null,
      targetMinutes,
      pauses: [...request.holds, ...waitsOf(request, owesAnswer(question))],
    }));
}

/** Every service-level clock of a request: the first response, running or stopped, and the questions that wait. */
export const slaClocks = (request: Request, defaults: { readonly answerMinutes: number }): SlaClock[] =>
  request.status === 'unknown' ? [] : [...firstResponse(request), ...answers(request, defaults)];

/** When a clock will have counted so many working minutes, by the calendar of the side that owes; null while it rests. */
export type DueAt = (clock: SlaClock, minutes: number) => Instant | null;

/** What is said of a clock, and after how many minutes. */
const stages = (clock: SlaClock, warningPercent: number): readonly (readonly [SlaMark['kind'], number])[] => [
  ['DUE', Math.ceil((clock.targetMinutes * warningPercent) / 100)],
  ['BREACHED', clock.targetMinutes],
];

interface Step {
  readonly clock: SlaClock;
  readonly kind: SlaMark['kind'];
  readonly at: Instant;
}

/** What is still to be said of the clocks that run, with the instant of each. */
function steps(request: KnownRequest, ctx: Pick<RuleContext, 'policy'>, dueAt: DueAt): Step[] {
  const said = (clock: SlaClock, kind: SlaMark['kind']): boolean =>
    request.slaMarks.some(
      (mark) =>
        mark.clock === clock.clock &&
        mark.questionId === clock.questionId &&
        mark.waitingSince === clock.startedAt &&
        // After a breach a warning has nothing left to warn of.
        (mark.kind === kind || mark.kind === 'BREACHED'),
    );
  const running = slaClocks(request, ctx.policy.slaTargets).filter(({ stoppedAt }) => stoppedAt === null);
  return running.flatMap((clock) =>
    stages(clock, ctx.policy.slaWarningPercent).flatMap(([kind, minutes]) => {
      const at = said(clock, kind) ? null : dueAt(clock, minutes);
      return at === null ? [] : [{ clock, kind, at }];
    }),
  );
}

function markOf({ clock, kind }: Step, dueAt: Instant): RequestEvent {
  const { targetMinutes, questionId } = clock;
  if (questionId === null) {
    return { type: kind === 'DUE' ? 'FirstResponseDue' : 'FirstResponseBreached', data: { dueAt, targetMinutes } };
  }
  return { type: kind === 'DUE' ? 'AnswerDue' : 'AnswerBreached', data: { questionId, dueAt, targetMinutes } };
}

/**
 * For the process that watches the clocks: what has come due by `ctx.now`, said once for each clock and stage. A target that is used
 * up at once with its warning is said as breached alone.
 */
export function reportServiceLevels(
  request: Request,
  { dueAt }: { readonly dueAt: DueAt },
  ctx: RuleContext,
): RequestEvent[] {
  if (!isOpen(request) || request.held) return [];
  const due = steps(request, ctx, dueAt).filter(({ at }) => at <= ctx.now);
  const breached = new Set(due.filter(({ kind }) => kind === 'BREACHED').map(({ clock }) => clock.questionId));
  return due
    .filter(({ kind, clock }) => kind === 'BREACHED' || !breached.has(clock.questionId))
    .map((step) => markOf(step, dueAt(step.clock, step.clock.targetMinutes) ?? step.at));
}

/** The next instant at which something is to be said; null when nothing runs. */
export function nextServiceLevel(
  request: Request,
  { dueAt }: { readonly dueAt: DueAt },
  ctx: Pick<RuleContext, 'policy' | 'now'>,
): Instant | null {
  if (!isOpen(request) || request.held) return null;
  const ahead = steps(request, ctx, dueAt).filter(({ at }) => at > ctx.now);
  return ahead.map(({ at }) => at).toSorted()[0] ?? null;
}
