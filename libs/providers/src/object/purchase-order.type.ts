import { Instant, Money, Node } from '#libs/api-kit';
import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType('PurchaseOrder', {
  implements: () => Node,
  description: 'How much money an agency’s work may cost, and has cost.',
})
export class PurchaseOrderObject extends Node {
  @Field(() => Int, { description: 'How often it changed: name it as `expect: { version }` when you set its ceiling.' })
  version: number;

  @Field(() => Money, { description: 'What the work may cost altogether, e.g. 5,000.00 EUR.' })
  ceiling: Money;

  @Field(() => Money, { description: 'What recorded time has cost, less what was taken back, e.g. 275.01 EUR.' })
  spent: Money;

  @Field(() => Money, { description: 'What is left, e.g. 4,724.99 EUR.' })
  left: Money;

  @Field(() => Instant, { description: 'When it last changed.' })
  updatedAt: string | Date;
}
