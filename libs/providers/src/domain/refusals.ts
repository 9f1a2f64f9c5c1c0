import { Refusal } from '#libs/event-log';
import type { LocalDate } from '#libs/vocabulary';
import type { ChecklistItem } from './policy.js';

/** Items that are not verified, in the order of the checklist. */
export class ChecklistOpen extends Refusal<{ ids: readonly ChecklistItem[] }> {
  constructor(ids: readonly ChecklistItem[]) {
    super('CHECKLIST_OPEN', 'PRECONDITION', `Not verified yet: ${ids.join(', ')}.`, { ids });
  }
}

/** Ids of accesses nobody has confirmed to be revoked. */
export class AccessNotRevoked extends Refusal<{ ids: readonly string[] }> {
  constructor(ids: readonly string[]) {
    super('ACCESS_NOT_REVOKED', 'PRECONDITION', `Confirm first that these are revoked: ${ids.join(', ')}.`, { ids });
  }
}

/** Who hands in a proof does not judge it, nor does who stands for them. */
export class EvidenceOfOneself extends Refusal {
  constructor() {
    const message = 'You, or whom you stand for, handed in evidence for this item; somebody else must verify it.';
    super('SELF_APPROVAL_FORBIDDEN', 'FORBIDDEN', message);
  }
}

/** The approval has run out: it is given anew, not resumed. */
export class ApprovalExpired extends Refusal<{ validUntil: LocalDate }> {
  constructor(validUntil: LocalDate) {
    super('APPROVAL_EXPIRED', 'STATE', `The approval ended on ${validUntil}; approve the provider anew.`, {
      validUntil,
    });
  }
}

/** A team's people work for one agency at a time. */
export class TeamOfAnotherProvider extends Refusal<{ providerId: string }> {
  constructor(providerId: string) {
    const message = 'The people of this team work for another provider already.';
    super('TEAM_OF_ANOTHER_PROVIDER', 'CONFLICT', message, { providerId }, { path: ['input', 'teamId'] });
  }
}

/** Minor units of `currency`. */
export class PoCeilingExceeded extends Refusal<{ ceiling: number; spent: number; amount: number; currency: string }> {
  constructor(figures: { ceiling: number; spent: number; amount: number; currency: string }) {
    const message = 'The purchase order does not cover this; raise its ceiling first.';
    super('PO_CEILING_EXCEEDED', 'PRECONDITION', message, figures);
  }
}
