import { Choice, Day, Flag, GlobalId, InnerId, Moment, Text, Whole } from '#libs/api-kit';
import { type Role, RoleName } from '#libs/people';
import { InputType } from '@nestjs/graphql';
import type { Activity } from '../domain/index.js';
import { ActivityEnum } from '../enums.js';

/** What every recording of work says. */
@InputType({ isAbstract: true })
export abstract class WorkInput {
  @GlobalId('Agreement', { description: 'The agreement it is billed under.' })
  agreementId: string;

  @InnerId({
    nullable: true,
    description:
      'An id of your own, e.g. `F17` or a UUID: letters, digits, dots and dashes, at most 64, unique in the agreement. One is made ' +
      'when left out.',
  })
  entryId?: string | null;

  @GlobalId('Request', { nullable: true, description: 'The request it was worked for; left out for work without one.' })
  requestId?: string | null;

  @GlobalId('Person', { nullable: true, description: 'Who worked; you, unless told.' })
  personId?: string | null;

  @Day({ nullable: true, description: 'The day it was worked on, in the agreement’s zone, e.g. `2026-02-25`.' })
  workedOn?: string | null;

  @Moment({
    nullable: true,
    description: 'When it started, e.g. `2026-02-25T08:30:00Z`: its day follows from it. This or `workedOn` is needed.',
  })
  startedAt?: string | null;

  @Whole({ description: 'How long it took, in minutes: 1 to 1,440, in the steps of the agreement.' })
  minutes: number;

  @Choice(ActivityEnum, { description: 'What kind of work it was.' })
  activity: Activity;

  @Flag({ nullable: true, description: 'False: it draws nothing and is on no bill. True unless told.' })
  billable?: boolean | null;

  @Text({ nullable: true, description: 'What was done; at most 4,000 characters.' })
  note?: string | null;

  @Choice(RoleName, { nullable: true, description: 'The role it was done in, where the rate card has a price for it.' })
  role?: Role | null;
}
