import { type Reader, toGlobalId } from '#libs/api-kit';
import { streamId } from '#libs/event-log';
import { fullViewer } from '#libs/people';
import { type LocalDate, type PolicyKind, type PolicyKindName, sides, versionOn } from '#libs/vocabulary';
import { Injectable } from '@nestjs/common';
import { type Proposal, type SetVersion, versionsOf, workspacePolicy } from './domain/index.js';
import { Policies, type PolicyRecord } from './policies.js';
import { PolicyKinds } from './policy-kinds.js';
import { PolicyProposal, PolicyValue, PolicyVersion, WorkspacePolicyObject } from './policy.type.js';

const toValue = (kind: PolicyKindName, value: unknown): PolicyValue =>
  Object.assign(new PolicyValue(), { kind, value });

const toVersion =
  (kind: PolicyKindName) =>
  ({ version, effectiveFrom, value, reason, setOn, byIds }: SetVersion<unknown>): PolicyVersion =>
    Object.assign(new PolicyVersion(), {
      number: version,
      effectiveFrom,
      value: toValue(kind, value),
      reason,
      setOn,
      byIds,
    });

const toProposal = (kind: PolicyKindName, { side, by, value, ...said }: Proposal<unknown>): PolicyProposal =>
  Object.assign(new PolicyProposal(), {
    effectiveFrom: said.effectiveFrom,
    reason: said.reason,
    value: toValue(kind, value),
    waitsFor: sides.filter((one) => one !== side),
    byId: by.personId,
  });

/** What takes over after a day as things are set: the first day on which another version holds. */
function nextAfter(versions: readonly SetVersion<unknown>[], day: LocalDate): SetVersion<unknown> | null {
  const [first] = versions
    .map(({ effectiveFrom }) => effectiveFrom)
    .filter((from) => from > day)
    .toSorted();
  return first === undefined ? null : versionOn(versions, first);
}

/** Policies as the API shows them. */
@Injectable()
export class PolicyReader {
  constructor(
    private readonly policies: Policies,
    private readonly kinds: PolicyKinds,
  ) {}

  /** Every policy there is, on a day (today unless told). */
  all(reader: Reader, on?: LocalDate | null): Promise<WorkspacePolicyObject[]> {
    return this.many(reader, this.kinds.all, on);
  }

  /** @throws NotFound */
  async one(reader: Reader, name: PolicyKindName, on?: LocalDate | null): Promise<WorkspacePolicyObject | null> {
    const [found] = await this.many(reader, [this.kinds.of(name)], on);
    return found ?? null;
  }

  /** In the order of the kinds. */
  async many(
    { viewer }: Reader,
    kinds: readonly PolicyKind<unknown>[],
    on?: LocalDate | null,
  ): Promise<WorkspacePolicyObject[]> {
    const { workspaceId } = viewer;
    const names = kinds.map(({ kind }) => kind);
    const records = await this.policies.records(workspaceId, names);
    return records.map((record, index) =>
      this.show(record, { kind: kinds[index]!, on: on ?? fullViewer(viewer).today, workspaceId }),
    );
  }

  private show(
    { version, state }: PolicyRecord,
    { kind, on, workspaceId }: { kind: PolicyKind<unknown>; on: LocalDate; workspaceId: string },
  ): WorkspacePolicyObject {
    const name = kind.kind;
    const versions = versionsOf(state, kind);
    const next = nextAfter(versions, on);
    return Object.assign(new WorkspacePolicyObject(), {
      id: toGlobalId('WorkspacePolicy', name),
      kind: name,
      version,
      on,
      inForce: toVersion(name)(versionOn(versions, on)),
      next: next && toVersion(name)(next),
      proposal: state.proposal && toProposal(name, state.proposal),
      versions: versions.toReversed().map(toVersion(name)),
      workspaceId,
      streamId: streamId({ type: workspacePolicy.type, id: name }),
    });
  }
}
