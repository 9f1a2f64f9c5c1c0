import type { SetVersion, PolicyEvent } from '#libs/policies';
import type { roadmapRules } from '#libs/roadmap';
import type { ItemDossier, SessionDossier } from '../domain/dossiers.js';
import { dossierFold } from './fold-kit.js';

/** One dossier an item of the roadmap: since when there is one. */
export const itemDossier = dossierFold<ItemDossier, roadmapRules.ItemEvent, 'ItemProposed'>({
  name: 'metrics.roadmap-item',
  streamType: 'roadmap-item',
  source: import.meta.url,
  empty: { number: 0, proposedAt: '' },
  changes: { ItemProposed: (_row, { data: { number }, recordedAt }) => ({ number, proposedAt: recordedAt }) },
});

/** One dossier a planning session. */
export const sessionDossier = dossierFold<SessionDossier, roadmapRules.SessionEvent, 'PlanningClosed'>({
  name: 'metrics.planning-session',
  streamType: 'planning-session',
  source: import.meta.url,
  empty: { heldOn: null, joint: false },
  changes: { PlanningClosed: (_row, { data: { heldOn, joint } }) => ({ heldOn, joint }) },
});

/** What both leads set of one kind. */
export interface PolicyDossier {
  readonly kind: string | null;
  readonly set: readonly SetVersion<unknown>[];
}

/** One dossier a policy of the workspace. */
export const policyDossier = dossierFold<PolicyDossier, PolicyEvent, 'PolicySet'>({
  name: 'metrics.workspace-policy',
  streamType: 'workspace-policy',
  source: import.meta.url,
  empty: { kind: null, set: [] },
  changes: { PolicySet: ({ set }, { data: { kind, ...version } }) => ({ kind, set: [...set, version] }) },
});
