import { calendarOf, defaultCalendar, startOfDay, type WorkingCalendar, workingMinutes } from '#libs/calendar';
import type { Instant } from '#libs/event-log';
import { localDate } from '#libs/people';
import { versionsOf } from '#libs/policies';
import { roadmapRules } from '#libs/roadmap';
import type { CadenceKept, MeasuringCircumstances, Workers } from '../domain/index.js';
import type { AllDossiers } from './index.js';

/** The instant as of which something is measured, and the zone of the workspace’s days. */
export interface Whence {
  readonly now: Instant;
  readonly timeZone: string;
}

/** The calendar of a team; of a side without a team that of its only one, and the ordinary week where it has several. */
function calendarsOf({ teams, calendars }: AllDossiers, timeZone: string): (workers: Workers) => WorkingCalendar {
  const nothing = { weeks: [], holidays: [] };
  const byTeam = new Map(
    teams.map((team) => [team.teamId, calendarOf(calendars.get(team.teamId) ?? nothing, team.timeZone)]),
  );
  return ({ side, teamId }) => {
    const ofSide = teams.filter((team) => team.side === side);
    const id = teamId ?? (ofSide.length === 1 ? ofSide[0]!.teamId : '');
    return byTeam.get(id) ?? defaultCalendar(timeZone);
  };
}

function cadenceOf({ items, sessions, policies }: AllDossiers, dayOf: (at: Instant) => string) {
  const { planningCadencePolicy, planningCadence } = roadmapRules;
  const first = items.toSorted((one, other) => one.number - other.number)[0];
  const set = policies.find(({ kind }) => kind === planningCadencePolicy.kind)?.set ?? [];
  const jointDays = sessions.flatMap(({ heldOn, joint }) => (joint && heldOn !== null ? [heldOn] : []));
  return (on: string): CadenceKept | null => {
    const historyFrom = first && dayOf(first.proposedAt);
    if (historyFrom === undefined || on < historyFrom) return null;
    return planningCadence({ policies: versionsOf({ set }, planningCadencePolicy), jointDays, historyFrom }, on);
  };
}

/** The same instants and days are asked for by every metric and every window of a trend. */
function remembered(make: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text) ?? make(text);
    known.set(text, found);
    return found;
  };
}

/** What a measurement needs beside dossiers, made of those of the same position: working time and cadence as the contexts compute them. */
export function circumstancesOf(dossiers: AllDossiers, { now, timeZone }: Whence): MeasuringCircumstances {
  const dayOf = remembered((at: Instant) => localDate(at, timeZone));
  const calendarFor = calendarsOf(dossiers, timeZone);
  return {
    now,
    day: dayOf(now),
    dayOf,
    startOf: remembered((day) => startOfDay(day, timeZone)),
    workingMinutes: (workers, from, to, pauses) => workingMinutes(calendarFor(workers), from, to, pauses),
    cadence: cadenceOf(dossiers, dayOf),
  };
}
