import { Field, ObjectType } from '@nestjs/graphql';
import { Problem } from './problems.js';
import { LogPosition } from './scalars.js';
import type { EpochPosition } from './scalars.js';

/**
 * What every mutation answers with. A payload class extends it and adds its object as a nullable field.
 * Resolvers return the bare number of a position: the schema transform puts the log's epoch to it.
 */
@ObjectType({ isAbstract: true })
export abstract class MutationPayload {
  @Field(() => LogPosition, {
    nullable: true,
    description:
      'Place of the highest event of this command: give it as `minPosition` to read your own write. Null when nothing was stored.',
  })
  position?: number | EpochPosition | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'True when this key was used before with the same input: this is the first result, nothing happened again.',
  })
  replayed?: boolean;

  @Field(() => [Problem], { defaultValue: [], description: 'Why the command was not carried out; empty when it was.' })
  problems?: Problem[];
}
