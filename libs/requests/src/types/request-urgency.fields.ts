import { toGlobalId } from '#libs/api-kit';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { Alternative, Displacement, Expedite, KnownRequest } from '../domain/index.js';
import { delayDays } from '../urgency/delay.js';
import { DeliveryFields } from './request-delivery.fields.js';
import { AlternativeType, DisplacementType, ExpediteType } from './urgency.type.js';

/** Fields of a request: how urgent it is and what stands for it. */
@ObjectType({ isAbstract: true })
export abstract class UrgencyFields extends DeliveryFields {
  @Field(() => ExpediteType, {
    nullable: true,
    description: 'The last question whether it goes first; null when nobody asked.',
  })
  expedite: ExpediteType | null;

  @Field(() => [DisplacementType], { description: 'Every time it had to wait for an urgent one, oldest first.' })
  displacements: DisplacementType[];

  @Field(() => [AlternativeType], { description: 'Other ways proposed, oldest first; at most 50.' })
  alternatives: AlternativeType[];

  @Field(() => ID, {
    nullable: true,
    description: 'Global id of the request that stands for it, when it was merged.',
  })
  mergedIntoId: string | null;

  @Field(() => [ID], { description: 'Global ids of the requests that were merged into it, oldest first; at most 200.' })
  duplicateIds: string[];
}

const person = (id: string): string => toGlobalId('Person', id);
const requestId = (id: string): string => toGlobalId('Request', id);
const requestOrNull = (id: string | null): string | null => (id === null ? null : requestId(id));

const expediteOf = ({ requestedBy, at, decided, ...asked }: Expedite): ExpediteType => ({
  ...asked,
  displacesRequestId: requestOrNull(asked.displacesRequestId),
  requestedById: person(requestedBy.personId),
  requestedAt: at,
  decidedById: decided && person(decided.by.personId),
  decidedAt: decided && decided.at,
  declinedBecause: decided && decided.reason,
});

const displacementOf = ({ byRequestId, oldDate, newDate, at }: Displacement): DisplacementType => ({
  byRequestId: requestId(byRequestId),
  oldDate,
  newDate,
  delayDays: delayDays(oldDate, newDate),
  at,
});

const alternativeOf = ({ proposedBy, rejection, ...alternative }: Alternative): AlternativeType => ({
  ...alternative,
  proposedById: person(proposedBy.personId),
  rejectedBecause: rejection,
});

/** How each of them is made of the folded request. */
export const urgencyFromDocument = {
  expedite: ({ expedite }) => expedite && expediteOf(expedite),
  displacements: ({ displacements }) => displacements.map(displacementOf),
  alternatives: ({ alternatives }) => alternatives.map(alternativeOf),
  mergedIntoId: (state) => ('ended' in state ? requestOrNull(state.ended.mergedInto) : null),
  duplicateIds: ({ duplicates }) => duplicates.map(requestId),
} satisfies { readonly [Field in keyof UrgencyFields]?: (state: KnownRequest) => UrgencyFields[Field] };
