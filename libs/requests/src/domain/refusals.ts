import type { LocalDate, Side } from '#libs/vocabulary';
import { Refusal } from '#libs/event-log';
import type { BriefSection, EstimateLineKind, TouchKind } from './values.js';

type Path = readonly string[];

/** R2: sections the request's type demands are empty. */
export class RequestIncomplete extends Refusal<{ missing: readonly BriefSection[] }> {
  constructor(missing: readonly BriefSection[]) {
    super('REQUEST_INCOMPLETE', 'PRECONDITION', `Fill these sections of the brief: ${missing.join(', ')}.`, {
      missing,
    });
  }
}

/** P2: a user story lacks its role, want or benefit. */
export class BriefStoryIncomplete extends Refusal<{ part: string }> {
  constructor(part: string, path: Path) {
    super(
      'BRIEF_STORY_INCOMPLETE',
      'VALIDATION',
      `Say the ${part}: a story needs role, want and benefit.`,
      { part },
      { path },
    );
  }
}

/** R9: the id belonged to a criterion that is gone. */
export class CriterionIdReused extends Refusal<{ criterionId: string }> {
  constructor(criterionId: string, path: Path) {
    const message = `${criterionId} belonged to a criterion that is gone; leave the id out to get a new one.`;
    super('CRITERION_ID_REUSED', 'VALIDATION', message, { criterionId }, { path });
  }
}

export class TouchLocked extends Refusal<{ touch: TouchKind }> {
  constructor(touch: TouchKind, path: Path) {
    const message = `${touch} was set by an engineer or a risk reviewer; ask one of them to change it.`;
    super('TOUCH_LOCKED', 'FORBIDDEN', message, { touch }, { path });
  }
}

export class TouchSuggestionUnanswered extends Refusal<{ touches: readonly TouchKind[] }> {
  constructor(touches: readonly TouchKind[]) {
    const message = `Confirm or dismiss the suggested touches first: ${touches.join(', ')}.`;
    super('TOUCH_SUGGESTION_UNANSWERED', 'PRECONDITION', message, { touches });
  }
}

/** P12: nobody is accountable. */
export class OwnerRequired extends Refusal {
  constructor(path?: Path) {
    super('OWNER_REQUIRED', 'PRECONDITION', 'Name the one person who owns this request.', {}, path && { path });
  }
}

export class ProviderUnknown extends Refusal {
  constructor(path: Path) {
    super('PROVIDER_UNKNOWN', 'PRECONDITION', 'Name a provider team of this workspace.', {}, { path });
  }
}

/** P12: no date is agreed. */
export class DateRequired extends Refusal {
  constructor() {
    super('DATE_REQUIRED', 'PRECONDITION', 'Agree a date with both sides first (agreeDate).');
  }
}

/** On hold: nothing moves forward. */
export class RequestOnHold extends Refusal<{ reviewDate: LocalDate }> {
  constructor(reviewDate: LocalDate) {
    super('REQUEST_HELD', 'STATE', `On hold until its review on ${reviewDate}; resume it first.`, { reviewDate });
  }
}

export class RequestNotHeld extends Refusal {
  constructor() {
    super('REQUEST_NOT_HELD', 'STATE', 'This request is not on hold, so there is nothing to resume.');
  }
}

export class QuestionClosed extends Refusal<{ questionId: string }> {
  constructor(questionId: string) {
    super('QUESTION_CLOSED', 'STATE', 'This question is resolved; ask a new one.', { questionId });
  }
}

export class QuestionUnanswered extends Refusal<{ questionId: string }> {
  constructor(questionId: string) {
    const message = 'Nobody answered since you asked, so there is nothing to reject; wait for an answer.';
    super('QUESTION_UNANSWERED', 'STATE', message, { questionId });
  }
}

/** Blocking questions are open. */
export class QuestionOpen extends Refusal<{ questionIds: readonly string[] }> {
  constructor(questionIds: readonly string[]) {
    const message = `Blocking questions are open (${questionIds.join(', ')}); their askers resolve them first.`;
    super('QUESTION_OPEN', 'PRECONDITION', message, { questionIds });
  }
}

export class OnlyAskerCanResolve extends Refusal<{ questionId: string }> {
  constructor(questionId: string) {
    const message = 'Only who asked, or their deputy, can say whether the answer helped.';
    super('ONLY_ASKER_CAN_RESOLVE', 'FORBIDDEN', message, { questionId });
  }
}

/** P22: blocking concerns are open. */
export class ConcernOpen extends Refusal<{ concernIds: readonly string[] }> {
  constructor(concernIds: readonly string[]) {
    const message = `Blocking concerns are open (${concernIds.join(', ')}); resolve them first.`;
    super('CONCERN_OPEN', 'PRECONDITION', message, { concernIds });
  }
}

export class ConcernClosed extends Refusal<{ concernId: string }> {
  constructor(concernId: string) {
    super('CONCERN_CLOSED', 'STATE', 'This concern is resolved already; raise a new one.', { concernId });
  }
}

export class EstimateOrder extends Refusal<{ optimistic: number; likely: number; pessimistic: number }> {
  constructor(points: { optimistic: number; likely: number; pessimistic: number }) {
    const message = 'Order the three points: optimistic ≤ likely ≤ pessimistic.';
    super('ESTIMATE_ORDER', 'VALIDATION', message, points, { path: ['input', 'likelyMinutes'] });
  }
}

export class EstimateLinesMismatch extends Refusal<{ likely: number; linesSum: number }> {
  constructor(likely: number, linesSum: number) {
    const message = `The lines add up to ${linesSum} minutes; they must equal the likely ${likely}.`;
    super('ESTIMATE_LINES_MISMATCH', 'VALIDATION', message, { likely, linesSum }, { path: ['input', 'lines'] });
  }
}

/** What an estimate of hidden work must show. */
export type HiddenWorkPart = Extract<EstimateLineKind, 'SECURITY' | 'BACKEND'> | 'COUNTERSIGNATURE';

/** P23: more work than meets the eye, and the estimate does not show it. */
export class EstimateMissingHiddenWork extends Refusal<{
  missing: readonly HiddenWorkPart[];
  touches: readonly TouchKind[];
}> {
  constructor(missing: readonly HiddenWorkPart[], touches: readonly TouchKind[]) {
    const message =
      `This request touches ${touches.join(', ')}. Missing: ${missing.join(', ')}. ` +
      'Lines for SECURITY and BACKEND need minutes, and an engineering lead hands the estimate in to countersign it.';
    super('ESTIMATE_MISSING_HIDDEN_WORK', 'PRECONDITION', message, { missing, touches });
  }
}

/** P9: large work needs an engineer as co-author before it is estimated. */
export class EarlyInvolvementRequired extends Refusal<{ minutes: number; thresholdMinutes: number }> {
  constructor(minutes: number, thresholdMinutes: number) {
    const message = `At ${minutes} minutes (from ${thresholdMinutes} on) an engineer must be co-author first (addCoAuthor).`;
    super('EARLY_INVOLVEMENT_REQUIRED', 'PRECONDITION', message, { minutes, thresholdMinutes });
  }
}

export class EstimateExpired extends Refusal<{ validUntil: LocalDate }> {
  constructor(validUntil: LocalDate) {
    super('ESTIMATE_EXPIRED', 'PRECONDITION', `The estimate held until ${validUntil}; ask for a new one.`, {
      validUntil,
    });
  }
}

export class EstimateNotStale extends Refusal {
  constructor() {
    super(
      'ESTIMATE_NOT_STALE',
      'STATE',
      'The estimate fits the present scope: nothing to confirm, and no need of a new one.',
    );
  }
}

/** R3: two approvals need two persons, counting whom a deputy stands for. */
export class BothSidesBySamePerson extends Refusal<{ side: Side }> {
  constructor(side: Side) {
    const message = 'You, or whom you stand for, signed the other side already; somebody else must sign this one.';
    super('BOTH_SIDES_BY_SAME_PERSON', 'FORBIDDEN', message, { side });
  }
}

export class SelfApprovalForbidden extends Refusal<{ side: Side }> {
  constructor(side: Side) {
    const message = 'You asked for this yourself and are not the lead of this side; let the lead approve it.';
    super('SELF_APPROVAL_FORBIDDEN', 'FORBIDDEN', message, { side });
  }
}

export class SideAlreadyApproved extends Refusal<{ side: Side; byId: string }> {
  constructor(side: Side, byId: string) {
    super('SIDE_ALREADY_APPROVED', 'STATE', 'This side has approved already; the other one is missing.', {
      side,
      byId,
    });
  }
}

export class ReservationPlanOutOfRange extends Refusal<{ minutes: number; likely: number; pessimistic: number }> {
  constructor(minutes: number, range: { likely: number; pessimistic: number }) {
    const { likely, pessimistic } = range;
    const message = `The plan adds up to ${minutes} minutes; stay within ${likely} to ${pessimistic} or give a reason.`;
    super(
      'RESERVATION_PLAN_OUT_OF_RANGE',
      'PRECONDITION',
      message,
      { minutes, likely, pessimistic },
      { path: planPath },
    );
  }
}

/** The two sides would sign two different plans. */
export class ReservationPlanDiffers extends Refusal<{ side: Side }> {
  constructor(side: Side) {
    const message =
      'The other side approved another reservation plan; approve the same one, or leave it out to take theirs.';
    super('RESERVATION_PLAN_DIFFERS', 'CONFLICT', message, { side }, { path: planPath });
  }
}

const planPath = ['input', 'reservationPlan'];
