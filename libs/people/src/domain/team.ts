import type { Aggregate } from '#libs/event-log';

/** Which lane a team works in: it asks for work, or it does the work. */
export const SIDES = ['CONSUMER', 'PROVIDER'] as const;
export type Side = (typeof SIDES)[number];

/** Facts of one team; its name is kept in a mutable table. */
export type TeamEvent = {
  readonly type: 'TeamCreated';
  readonly data: {
    readonly teamId: string;
    readonly side: Side;
    /** IANA zone of the team's working days, e.g. `Europe/Berlin`. */
    readonly timeZone: string;
  };
};

export type Team =
  | { readonly status: 'unknown' }
  | { readonly status: 'known'; readonly teamId: string; readonly side: Side; readonly timeZone: string };

export const team: Aggregate<Team, TeamEvent> = {
  type: 'team',
  initial: { status: 'unknown' },
  source: import.meta.url,
  evolve(_team, event) {
    switch (event.type) {
      case 'TeamCreated':
        return { status: 'known', ...event.data };
    }
  },
};
