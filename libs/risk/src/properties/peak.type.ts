import { Instant, LocalDate, Needs, Node } from '#libs/api-kit';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { LookedUp } from '../looked-up.js';
import { PropertyObject } from './property.type.js';

@ObjectType('Peak', {
  implements: () => Node,
  description: 'Days on which many visitors are expected on a web property.',
})
export class PeakObject extends Node {
  @Field(() => Int, { description: 'How often it changed.' })
  version: number;

  @Field(() => String, { description: 'What brings them, e.g. `Spring sale`.' })
  title: string;

  @Field(() => PropertyObject, { nullable: true, description: 'Where they are expected.' })
  @Needs('property.read')
  property: LookedUp<PropertyObject>;

  @Field(() => LocalDate, { description: 'The first day.' })
  from: string;

  @Field(() => LocalDate, { description: 'The last day.' })
  to: string;

  @Field(() => Int, { description: 'Requests a minute that are expected, e.g. 12000.' })
  expectedPeakRpm: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Requests a minute a test for this very peak reached; null without one.',
  })
  testedCapacityRpm: number | null;

  @Field(() => Int, {
    description:
      'Requests a minute the property was shown to bear: the better of its own test and the peak’s; 0 without any.',
  })
  capacityRpm: LookedUp<number>;

  @Field(() => Int, {
    description: 'Requests a minute that are missing: expected − tested; 0 or less where the property bears the peak.',
  })
  capacityGap: LookedUp<number>;

  @Field(() => Instant, { description: 'When it last changed.' })
  updatedAt: Date;

  /** Not fields: where its history is read. */
  workspaceId: string;
  streamId: string;
}
