import { applyDecorators } from '@nestjs/common';
import { Field, ObjectType, type FieldOptions } from '@nestjs/graphql';
import { type Caller, MutationPayload } from '#libs/api-kit';
import { Forbidden } from '#libs/event-log';
import { IsOptional, Length, Matches } from 'class-validator';
import type { Right } from './domain/rights.js';
import { PeopleReads } from './people-reads.js';
import { Person, toPerson } from './types.js';

/** A text of 1 to 200 characters, not only blanks, as a name or a label has it. */
export const ShortText = ({ nullable = false, ...options }: FieldOptions & { nullable?: boolean }) =>
  applyDecorators(
    Field(() => String, { ...options, nullable }),
    Length(1, 200),
    Matches(/\S/, { message: '$property must not be blank' }),
    ...(nullable ? [IsOptional()] : []),
  );

@ObjectType({ description: 'What became of a command on a person.' })
export class PersonPayload extends MutationPayload {
  @Field(() => Person, { nullable: true, description: 'The person as it is now.' })
  person?: Person | null;
}

/** What a command on a person answers with. */
export interface PersonChange {
  readonly personId: string;
  readonly position: number | null;
  readonly replayed: boolean;
}

/** The payload of a command on a person, with the person read after it. */
export const personPayload = async (
  reads: PeopleReads,
  { viewer }: Caller,
  { personId, position, replayed }: PersonChange,
): Promise<PersonPayload> => {
  const [person] = await reads.people(viewer.workspaceId, [personId]);
  return { person: person ? toPerson(person) : null, position, replayed };
};

/** The person a command is about: the caller unless told; somebody else only where the right reaches over all. */
export const subjectOf = ({ viewer, grant }: Caller, personId: string | null | undefined, right: Right): string => {
  const subject = personId ?? viewer.personId;
  if (grant === 'own' && subject !== viewer.personId) throw new Forbidden(right);
  return subject;
};

/** The ids of who decides; see `Deciders`. */
export const decidersOf = ({ viewer }: Caller): string[] =>
  viewer.onBehalfOf === undefined ? [viewer.personId] : [viewer.personId, viewer.onBehalfOf];
