import { ObjectType } from '@nestjs/graphql';
import type { KnownRequest } from '../domain/index.js';
import { UrgencyFields } from './request-urgency.fields.js';

/** Fields of a request: what is written down about it besides its way. */
@ObjectType({ isAbstract: true })
export abstract class RecordFields extends UrgencyFields {}

/** How each of them is made of the folded request. */
export const recordsFromDocument = {} satisfies {
  readonly [Field in keyof RecordFields]?: (state: KnownRequest) => RecordFields[Field];
};
