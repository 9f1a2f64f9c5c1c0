import { ObjectType } from '@nestjs/graphql';
import type { KnownRequest } from '../domain/index.js';
import { DeliveryFields } from './request-delivery.fields.js';

/** Fields of a request: how urgent it is and what stands for it. */
@ObjectType({ isAbstract: true })
export abstract class UrgencyFields extends DeliveryFields {}

/** How each of them is made of the folded request. */
export const urgencyFromDocument = {} satisfies {
  readonly [Field in keyof UrgencyFields]?: (state: KnownRequest) => UrgencyFields[Field];
};
