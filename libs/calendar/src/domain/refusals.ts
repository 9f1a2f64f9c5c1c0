import { Refusal } from '#libs/event-log';
import type { Absence } from './values.js';

/** The person is recorded as absent on one of these days already. */
export class AbsenceOverlaps extends Refusal<{ absenceId: string; from: string; to: string }> {
  constructor({ absenceId, from, to }: Absence) {
    const message = `The person is absent from ${from} to ${to} already (${absenceId}); withdraw that one first.`;
    super('ABSENCE_OVERLAPS', 'STATE', message, { absenceId, from, to }, { path: ['input', 'from'] });
  }
}

export class PersonNotInTeam extends Refusal {
  constructor(path: readonly string[]) {
    super('PERSON_NOT_IN_TEAM', 'PRECONDITION', 'This person holds no role in the team.', {}, { path });
  }
}
