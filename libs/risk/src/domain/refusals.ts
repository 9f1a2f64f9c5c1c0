import { Refusal } from '#libs/event-log';
import type { LocalDate, Side } from '#libs/vocabulary';
import type { MissingPoint } from './open-points.js';
import type { LaunchBlock } from './launch-gate.js';
import type { Band, Lens, Occurrence } from './values.js';

type Path = readonly string[];

/** One review a subject. */
export class ReviewExists extends Refusal<{ number: number }> {
  constructor(number: number) {
    super('REVIEW_EXISTS', 'CONFLICT', `RR-${number} reviews this already; add a lens to it.`, { number });
  }
}

/** Nobody judges what they asked for or what they build. */
export class ReviewerConflict extends Refusal<{ personId: string; part: 'REQUESTER' | 'ENGINEER' }> {
  constructor(personId: string, part: 'REQUESTER' | 'ENGINEER', path?: Path) {
    const did = part === 'REQUESTER' ? 'asked for this' : 'builds this';
    const message = `Who ${did} cannot judge its risks; choose somebody else.`;
    super('REVIEWER_CONFLICT', 'FORBIDDEN', message, { personId, part }, path && { path });
  }
}

export class ReviewerNotQualified extends Refusal<{ lens: Lens; roles: readonly string[] }> {
  constructor(lens: Lens, roles: readonly string[]) {
    const message = `The lens ${lens} is looked through by one of: ${roles.join(', ')}.`;
    super('REVIEWER_NOT_QUALIFIED', 'PRECONDITION', message, { lens, roles }, { path: ['input', 'reviewerId'] });
  }
}

/** A signed lens is not changed; a new risk, another scope or reopening unsigns it. */
export class LensAlreadySigned extends Refusal<{ lens: Lens }> {
  constructor(lens: Lens) {
    super('LENS_ALREADY_SIGNED', 'STATE', `The lens ${lens} is signed.`, { lens });
  }
}

export class LensIncomplete extends Refusal<{ lens: Lens; missing: readonly MissingPoint[] }> {
  constructor(lens: Lens, missing: readonly MissingPoint[]) {
    const message = `Not ready to be signed: ${missing.map(({ text }) => text).join('; ')}.`;
    super('LENS_INCOMPLETE', 'PRECONDITION', message, { lens, missing });
  }
}

export class EvidenceRequired extends Refusal<{ itemId: string }> {
  constructor(itemId: string, path: Path) {
    const message = 'This yes needs something to show: a link to a report, a test, a contract.';
    super('EVIDENCE_REQUIRED', 'VALIDATION', message, { itemId }, { path });
  }
}

/** A risk is told as cause, event and consequence. */
export class RiskStatementIncomplete extends Refusal<{ missing: readonly string[] }> {
  constructor(missing: readonly string[]) {
    const message = `Say in plain words what may happen, why, and what follows. Missing: ${missing.join(', ')}.`;
    const path = ['input', missing[0] ?? 'event'];
    super('RISK_STATEMENT_INCOMPLETE', 'VALIDATION', message, { missing }, { path });
  }
}

export class ScoreOutOfRange extends Refusal<{ value: number }> {
  constructor(value: number, path: Path) {
    super('SCORE_OUT_OF_RANGE', 'VALIDATION', 'Write a whole number from 1 to 5.', { value }, { path });
  }
}

export class InherentRatingMissing extends Refusal<{ riskId: string }> {
  constructor(riskId: string) {
    const message = 'Rate the risk as it is before anything is done first (INHERENT).';
    super('INHERENT_RATING_MISSING', 'PRECONDITION', message, { riskId });
  }
}

export class CurrentAboveInherent extends Refusal<{ inherentScore: number; currentScore: number }> {
  constructor(inherentScore: number, currentScore: number) {
    const message = `${currentScore} now is more than ${inherentScore} before anything was done; say why (reason).`;
    const path = ['input', 'reason'];
    super('CURRENT_ABOVE_INHERENT', 'PRECONDITION', message, { inherentScore, currentScore }, { path });
  }
}

export class ReductionWithoutMitigation extends Refusal<{ riskId: string }> {
  constructor(riskId: string) {
    const message =
      'A risk gets smaller by a verified mitigation, or by avoiding it (treatment AVOID) in a scope that changed.';
    super('REDUCTION_WITHOUT_MITIGATION', 'PRECONDITION', message, { riskId });
  }
}

/** Who did something does not vouch for it. */
export class SelfApprovalForbidden extends Refusal {
  constructor() {
    const message = 'Who carries or did this cannot verify it; somebody else must.';
    super('SELF_APPROVAL_FORBIDDEN', 'FORBIDDEN', message);
  }
}

export class CriticalNotAcceptable extends Refusal<{ riskId: string }> {
  constructor(riskId: string) {
    const message = 'A critical risk cannot be accepted by anybody: reduce or avoid it.';
    super('CRITICAL_NOT_ACCEPTABLE', 'PRECONDITION', message, { riskId });
  }
}

export class AcceptanceTooLong extends Refusal<{ band: Band; maxDays: number; latest: LocalDate }> {
  constructor(band: Band, maxDays: number, latest: LocalDate) {
    const message = `A ${band} risk is accepted for ${maxDays} days at most; choose ${latest} or earlier.`;
    const path = ['input', 'expiresOn'];
    super('ACCEPTANCE_TOO_LONG', 'VALIDATION', message, { band, maxDays, latest }, { path });
  }
}

/** A MEDIUM risk is accepted by the lead of the side that carries it. */
export class RiskOwnerMissing extends Refusal<{ riskId: string }> {
  constructor(riskId: string) {
    const message = 'Choose a treatment first: it names who carries the risk, and so whose lead accepts it.';
    super('RISK_OWNER_MISSING', 'PRECONDITION', message, { riskId });
  }
}

/** Two signatures need two persons, counting whom a deputy stands for. */
export class BothSidesBySamePerson extends Refusal<{ side: Side }> {
  constructor(side: Side) {
    const message = 'You, or whom you stand for, signed the other side already; somebody else must sign this one.';
    super('BOTH_SIDES_BY_SAME_PERSON', 'FORBIDDEN', message, { side });
  }
}

export class SideAlreadySigned extends Refusal<{ side: Side; byId: string }> {
  constructor(side: Side, byId: string) {
    const message = 'This side has signed already; the other one is missing.';
    super('SIDE_ALREADY_APPROVED', 'STATE', message, { side, byId });
  }
}

/** A decision is made on the scope as it is; the review has not followed the subject yet. */
export class ScopeChanged extends Refusal<{ reviewed: string; current: string }> {
  constructor(reviewed: string, current: string) {
    const message = 'The scope changed in the meantime; the lenses it concerns have to be looked at again.';
    super('SCOPE_CHANGED', 'CONFLICT', message, { reviewed, current }, { retryable: true });
  }
}

export class ReviewNotClearable extends Refusal<{ highestBand: Band; missing: readonly MissingPoint[] }> {
  constructor(highestBand: Band, missing: readonly MissingPoint[]) {
    const message = `Something stands in the way: ${missing.map(({ text }) => text).join('; ')}.`;
    super('REVIEW_NOT_CLEARABLE', 'PRECONDITION', message, { highestBand, missing });
  }
}

/** A review ends with its subject; it is no way around the gate. */
export class SubjectNotEnded extends Refusal {
  constructor() {
    super('SUBJECT_NOT_ENDED', 'STATE', 'What is reviewed here goes on; block or clear the review instead.');
  }
}

export class AlreadyMaterialised extends Refusal<{ riskId: string }> {
  constructor(riskId: string, { kind }: Occurrence) {
    super('ALREADY_MATERIALISED', 'CONFLICT', `This ${kind.toLowerCase()} is told of ${riskId} already.`, { riskId });
  }
}

/** R6. The first review that says no, and all of them. */
export class LaunchBlockedByRisk extends Refusal<LaunchBlock & { blocks: readonly LaunchBlock[] }> {
  constructor(first: LaunchBlock, blocks: readonly LaunchBlock[]) {
    const missing = blocks.flatMap((block) => block.missing.map(({ text }) => text));
    const message = `Risk stands in the way of this launch: ${missing.join('; ')}.`;
    super('LAUNCH_BLOCKED_BY_RISK', 'PRECONDITION', message, { ...first, blocks });
  }
}

export class FreezeWindowHolds extends Refusal<{ freezeId: string; freezeIds: readonly string[]; until: LocalDate }> {
  constructor(freezeId: string, freezeIds: readonly string[], until: LocalDate) {
    const message = `Nothing is launched here until ${until} is over, unless both leads override the freeze.`;
    super('FREEZE_WINDOW', 'PRECONDITION', message, { freezeId, freezeIds, until });
  }
}

export class AlreadyRegistered extends Refusal<{ what: string }> {
  constructor(what: string) {
    super('ALREADY_REGISTERED', 'CONFLICT', `There is a ${what} with this id.`, { what });
  }
}

export class FreezeAlreadyOverridden extends Refusal<{ freezeId: string; requestId: string }> {
  constructor(freezeId: string, requestId: string) {
    const message = 'Both leads overrode this freeze for this request already.';
    super('FREEZE_ALREADY_OVERRIDDEN', 'STATE', message, { freezeId, requestId });
  }
}
