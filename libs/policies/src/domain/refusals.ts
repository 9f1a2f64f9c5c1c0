import { Refusal } from '#libs/event-log';
import type { PolicyKindName, Side } from '#libs/vocabulary';

/** Two leads are two persons, counting whom a deputy stands for. */
export class BothSidesBySamePerson extends Refusal<{ side: Side }> {
  constructor(side: Side) {
    const message =
      'You, or whom you stand for, spoke for the other side already; somebody else must speak for this one.';
    super('BOTH_SIDES_BY_SAME_PERSON', 'FORBIDDEN', message, { side });
  }
}

export class SideAlreadyWants extends Refusal<{ side: Side; byId: string }> {
  constructor(side: Side, byId: string) {
    const message = 'This side wants it so already; the word of the other one is missing.';
    super('SIDE_ALREADY_APPROVED', 'STATE', message, { side, byId });
  }
}

/** A version that says what holds on its first day anyway. */
export class PolicyUnchanged extends Refusal<{ kind: PolicyKindName; version: number }> {
  constructor(kind: PolicyKindName, version: number) {
    super('POLICY_UNCHANGED', 'STATE', `Version ${version}, which holds on that day, says the same.`, {
      kind,
      version,
    });
  }
}

export class PolicyNotProposed extends Refusal<{ kind: PolicyKindName }> {
  constructor(kind: PolicyKindName) {
    super('POLICY_NOT_PROPOSED', 'STATE', 'Nothing waits to be set here.', { kind });
  }
}

/** Nobody proposes over the head of a lead whose wish waits for the other one. */
export class PolicyProposalWaits extends Refusal<{ kind: PolicyKindName; side: Side; byId: string }> {
  constructor(kind: PolicyKindName, { side, byId }: { side: Side; byId: string }) {
    const message = 'What a lead wants waits for the other one; propose something else once that is settled.';
    super('POLICY_PROPOSAL_WAITS', 'STATE', message, { kind, side, byId });
  }
}
