import { Node } from '#libs/api-kit';
import { ObjectType } from '@nestjs/graphql';
import type { KnownRequest } from '../domain/index.js';

/** Fields of a request: the way from the start of work to a close. */
@ObjectType({ isAbstract: true })
export abstract class DeliveryFields extends Node {}

/** How each of them is made of the folded request. */
export const deliveryFromDocument = {} satisfies {
  readonly [Field in keyof DeliveryFields]?: (state: KnownRequest) => DeliveryFields[Field];
};
