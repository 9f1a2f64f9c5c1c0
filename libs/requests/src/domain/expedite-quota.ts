import type { Aggregate } from '#libs/event-log';
import type { LocalDate, Period } from '#libs/vocabulary';

/** Facts of the urgent requests of one team that asks, in one month. */
export interface ExpediteQuotaFacts {
  ExpediteGranted: {
    readonly consumerTeamId: string;
    /** Month of the grant in the workspace's zone. */
    readonly period: Period;
    readonly requestId: string;
    readonly hardDate: LocalDate;
    /** The request that has to wait, and its dates; null where nobody has to. */
    readonly displaced: {
      readonly requestId: string;
      /** Null where it had no date yet. */
      readonly oldDate: LocalDate | null;
      readonly newDate: LocalDate;
    } | null;
    readonly byId: string;
    /** The quota as it was, and how much of it is used, this one counted. */
    readonly quota: number;
    readonly used: number;
  };
}

export type ExpediteQuotaEvent = {
  readonly type: 'ExpediteGranted';
  readonly data: ExpediteQuotaFacts['ExpediteGranted'];
};

/** How many of a month's urgent requests were granted (P21). */
export interface ExpediteQuota {
  readonly used: number;
}

/** Its version guards the quota: two grants of one team in one month never pass each other unseen. */
export const expediteQuota: Aggregate<ExpediteQuota, ExpediteQuotaEvent> = {
  type: 'expedite-quota',
  initial: { used: 0 },
  source: import.meta.url,
  evolve({ used }, event) {
    switch (event.type) {
      case 'ExpediteGranted':
        return { used: used + 1 };
    }
  },
};
