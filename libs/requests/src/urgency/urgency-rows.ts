import type { InlineView } from '#libs/event-log';
import {
  expediteQuota,
  type ExpediteQuotaEvent,
  type ExpediteQuotaFacts,
  workload,
  type WorkloadEvent,
} from '../domain/index.js';

/** `requests.workload_row`: what one provider team has in work. */
export interface WorkloadRow {
  readonly team_id: string;
  readonly wip_limit: number | null;
  readonly hard: boolean;
  /** The longest in work first. */
  readonly in_work: readonly string[];
}

export const workloadRow: InlineView<WorkloadRow, WorkloadEvent> = {
  table: 'requests.workload_row',
  streamType: workload.type,
  source: import.meta.url,
  evolve(row, event) {
    const before = row ? { limit: row.wip_limit, hard: row.hard, inWork: row.in_work } : workload.initial;
    const { limit, hard, inWork } = workload.evolve(before, event);
    return { team_id: event.streamId.slice(workload.type.length + 1), wip_limit: limit, hard, in_work: inWork };
  },
};

/** One urgent request as its month remembers it. */
export type GrantedExpedite = Omit<ExpediteQuotaFacts['ExpediteGranted'], 'consumerTeamId' | 'period'> & {
  readonly at: string;
};

/** `requests.expedite_quota_row`: the urgent requests of one team in one month. */
export interface ExpediteQuotaRow {
  readonly consumer_team_id: string;
  readonly period: string;
  readonly used: number;
  /** In the order they were granted; never more than the quota. */
  readonly granted: readonly GrantedExpedite[];
}

export const expediteQuotaRow: InlineView<ExpediteQuotaRow, ExpediteQuotaEvent> = {
  table: 'requests.expedite_quota_row',
  streamType: expediteQuota.type,
  source: import.meta.url,
  evolve(row, event) {
    const { consumerTeamId, period, ...granted } = event.data;
    const before = row?.granted ?? [];
    return {
      consumer_team_id: consumerTeamId,
      period,
      used: expediteQuota.evolve({ used: row?.used ?? 0 }, event).used,
      granted: [...before, { ...granted, at: event.recordedAt }],
    };
  },
};
