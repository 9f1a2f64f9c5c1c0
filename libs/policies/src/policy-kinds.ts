import { NotFound } from '#libs/event-log';
import { type PolicyKind, type PolicyKindName, policyKinds } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';

/** Which policies there are: contexts announce theirs in their module's start, and are not known by name here. */
@Injectable()
export class PolicyKinds {
  private readonly known = new Map<PolicyKindName, PolicyKind<unknown>>();

  /** @throws Error for a kind that is there */
  register<T>(kind: PolicyKind<T>): void {
    if (this.known.has(kind.kind)) throw new Error(`Two definitions of the policy ${kind.kind}.`);
    this.known.set(kind.kind, kind);
  }

  /** @throws NotFound */
  of(name: PolicyKindName): PolicyKind<unknown> {
    const kind = this.known.get(name);
    if (!kind) throw new NotFound('policy', ['kind']);
    return kind;
  }

  /** In the order of their names as the vocabulary has them. */
  get all(): readonly PolicyKind<unknown>[] {
    return policyKinds.flatMap((name) => this.known.get(name) ?? []);
  }
}
