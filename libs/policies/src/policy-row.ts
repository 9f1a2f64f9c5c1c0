import type { InlineView } from '#libs/event-log';
import { type PolicyEvent, workspacePolicy, type WorkspacePolicy } from './domain/index.js';

/** `policies.policy_row`. Which version is in force depends on the day that is asked for, so all of them are here. */
export interface PolicyRow {
  readonly kind: string;
  /** The number of the last version set; 1 while nobody has set any. */
  readonly last_version: number;
  readonly document: WorkspacePolicy;
  readonly updated_at: string;
}

/** Folded by the aggregate's own `evolve`: the row cannot disagree with what rules see. */
export const policyRow: InlineView<PolicyRow, PolicyEvent> = {
  table: 'policies.policy_row',
  streamType: workspacePolicy.type,
  source: import.meta.url,
  evolve(row, event) {
    const document = workspacePolicy.evolve(row?.document ?? workspacePolicy.initial, event);
    const { kind } = event.data;
    return { kind, last_version: document.set.at(-1)?.version ?? 1, document, updated_at: event.recordedAt };
  },
};
