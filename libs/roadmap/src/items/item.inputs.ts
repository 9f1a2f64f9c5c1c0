import { Choice, Day, GlobalId, Nested } from '#libs/api-kit';
import { InputType } from '@nestjs/graphql';
import type { Owners, Precision, Window } from '../domain/index.js';
import { PrecisionEnum } from '../enums.js';

@InputType({ description: 'From the first day to the last, both included.' })
export class RoadmapWindowInput implements Window {
  @Day({ description: 'The first day, e.g. `2026-04-01`.' })
  start: string;

  @Day({ description: 'The last day, not before the first, e.g. `2026-06-30`.' })
  end: string;

  @Choice(PrecisionEnum, { description: 'How exactly it is meant: WEEK, MONTH and QUARTER are whole ones.' })
  precision: Precision;
}

@InputType({ description: 'Who answers for an item, and the team they do it for.' })
export class RoadmapOwnerInput {
  @GlobalId('Person', { description: 'The person.' })
  personId: string;

  @GlobalId('Team', { description: 'The team.' })
  teamId: string;
}

@InputType({ description: 'Who answers for an item, by discipline. What is left out stays; null: nobody any more.' })
export class RoadmapOwnersInput {
  @Nested(() => RoadmapOwnerInput, { nullable: true, description: 'For marketing.' })
  marketing?: RoadmapOwnerInput | null;

  @Nested(() => RoadmapOwnerInput, { nullable: true, description: 'For engineering.' })
  engineering?: RoadmapOwnerInput | null;

  @Nested(() => RoadmapOwnerInput, { nullable: true, description: 'For product.' })
  product?: RoadmapOwnerInput | null;
}

/** What was said of the owners: what was left out is not in it. */
export const ownersOfInput = (owners: RoadmapOwnersInput): Partial<Owners> =>
  Object.fromEntries(Object.entries(owners).filter(([, owner]) => owner !== undefined));
