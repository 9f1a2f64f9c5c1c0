import {
  type Aggregate,
  type EventDefinition,
  type Fact,
  type InlineView,
  type LogModel,
  versionsOf,
} from '#libs/event-log';
import { type PolicyEvent, workspacePolicy } from './domain/index.js';
import { policyRow } from './policy-row.js';

/** Every event of this context with the schema version written today; the compiler misses none. */
export const policiesEvents: readonly EventDefinition[] = versionsOf<PolicyEvent>(workspacePolicy.type, {
  PolicyProposed: 1,
  PolicyProposalWithdrawn: 1,
  PolicySet: 1,
});

/** Any fact of this context. */
export type PoliciesFact = PolicyEvent;

/** What this context adds to the model of the log. */
export const policiesModel: Pick<LogModel, 'aggregates' | 'views'> & { readonly events: readonly EventDefinition[] } = {
  events: policiesEvents,
  aggregates: [workspacePolicy] as readonly Aggregate<unknown, Fact>[],
  views: [policyRow] as readonly InlineView<object, Fact>[],
};
