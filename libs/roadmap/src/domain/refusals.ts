import { Refusal } from '#libs/event-log';
import type { LocalDate, Side } from '#libs/vocabulary';
import type { Precision } from './values.js';

type Path = readonly string[];

/** I1: a window ends before it starts. */
export class WindowInvalid extends Refusal<{ start: LocalDate; end: LocalDate }> {
  constructor(start: LocalDate, end: LocalDate, path: Path) {
    super('WINDOW_INVALID', 'VALIDATION', `${end} comes before ${start}.`, { start, end }, { path });
  }
}

/** A window said to be of quarters, months or weeks is not made of whole ones. */
export class PrecisionMismatch extends Refusal<{ precision: Precision }> {
  constructor(precision: Precision, path: Path) {
    const message = `A window of precision ${precision} begins and ends with a whole one; choose other days or DAY.`;
    super('PRECISION_MISMATCH', 'VALIDATION', message, { precision }, { path });
  }
}

export class OwnerMissing extends Refusal {
  constructor() {
    super('OWNER_MISSING', 'PRECONDITION', 'Name who answers for this item first: marketing, engineering or product.');
  }
}

/** Two signatures need two persons, counting whom a deputy stands for. */
export class BothSidesBySamePerson extends Refusal<{ side: Side }> {
  constructor(side: Side) {
    const message = 'You, or whom you stand for, signed the other side already; somebody else must sign this one.';
    super('BOTH_SIDES_BY_SAME_PERSON', 'FORBIDDEN', message, { side });
  }
}

export class SideAlreadyAgreed extends Refusal<{ side: Side; byId: string }> {
  constructor(side: Side, byId: string) {
    super('SIDE_ALREADY_APPROVED', 'STATE', 'This side has agreed already.', { side, byId });
  }
}

/** I3: a SHARED or campaign-worthy item is promised by both sides. `side` is the first that has not agreed. */
export class AgreementMissing extends Refusal<{ side: Side; sides: readonly Side[] }> {
  constructor(side: Side, sides: readonly Side[]) {
    const message = `Both sides agree to this item before it is committed; missing: ${sides.join(', ')}.`;
    super('AGREEMENT_MISSING', 'PRECONDITION', message, { side, sides });
  }
}

export class CampaignWorthinessUnassessed extends Refusal {
  constructor() {
    const message = 'Marketing says first whether this is worth a campaign (assessCampaignWorthiness).';
    super('CAMPAIGN_WORTHINESS_UNASSESSED', 'PRECONDITION', message);
  }
}

/** What an item needs or follows is put off to LATER, so the item itself cannot be promised. */
export class DependencyLater extends Refusal<{ itemIds: readonly string[] }> {
  constructor(itemIds: readonly string[]) {
    super('DEPENDENCY_LATER', 'PRECONDITION', 'This item depends on others that are planned for LATER.', { itemIds });
  }
}

/** I2. `circle` begins with the item, goes along what each one depends on, and ends with it again. */
export class DependencyCycle extends Refusal<{ circle: readonly string[] }> {
  constructor(circle: readonly string[]) {
    const message = 'The other item depends on this one already; a circle of items can never begin.';
    super('DEPENDENCY_CYCLE', 'PRECONDITION', message, { circle }, { path: ['input', 'toId'] });
  }
}

export class DependencySelf extends Refusal {
  constructor() {
    super('DEPENDENCY_SELF', 'VALIDATION', 'An item cannot depend on itself.', {}, { path: ['input', 'toId'] });
  }
}

export class DependencyExists extends Refusal<{ bufferWorkingDays: number }> {
  constructor(bufferWorkingDays: number) {
    const message = `This dependency is there with ${bufferWorkingDays} working days; remove it to write it anew.`;
    super('DEPENDENCY_EXISTS', 'STATE', message, { bufferWorkingDays });
  }
}

export class AlreadyLinked extends Refusal<{ requestId: string }> {
  constructor(requestId: string) {
    super('ALREADY_LINKED', 'STATE', 'This request is linked to the item already.', { requestId });
  }
}

/** I4: the primary item of a request is a SHARED one. */
export class PrimaryNotShared extends Refusal<{ lane: string }> {
  constructor(lane: string) {
    const message = `Only a SHARED item is the primary one of a request; this is on ${lane}.`;
    super('PRIMARY_NOT_SHARED', 'PRECONDITION', message, { lane }, { path: ['input', 'primary'] });
  }
}

/** I4: a request has one primary item. */
export class PrimaryTaken extends Refusal<{ itemId: string }> {
  constructor(itemId: string) {
    const message = 'This request has a primary item already; unlink it there or link it here as a further one.';
    super('PRIMARY_TAKEN', 'PRECONDITION', message, { itemId }, { path: ['input', 'primary'] });
  }
}

/** Requests that are neither launched nor ended in another way. */
export class LinkedWorkOpen extends Refusal<{ ids: readonly string[] }> {
  constructor(ids: readonly string[]) {
    super('LINKED_WORK_OPEN', 'PRECONDITION', 'Linked requests are still open; launch or end them first.', { ids });
  }
}

/** The gate of a review linked to a campaign is closed. */
export class ShippingBlockedByRisk extends Refusal<{ reviewIds: readonly string[] }> {
  constructor(reviewIds: readonly string[]) {
    const message = 'Risk reviews of this campaign are not cleared.';
    super('SHIPPING_BLOCKED_BY_RISK', 'PRECONDITION', message, { reviewIds });
  }
}

export class OutcomeMissing extends Refusal {
  constructor() {
    const message = 'Write down either what came of it, or why it is not measured.';
    super('OUTCOME_MISSING', 'PRECONDITION', message, {}, { path: ['input', 'outcome'] });
  }
}
