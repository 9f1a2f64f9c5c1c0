import { AsOf, ConnectionArgs } from '#libs/api-kit';
import { ArgsType, Field } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';

const AsOfField =
  (description: string): PropertyDecorator =>
  (target, key) => {
    for (const decorate of [
      Field(() => AsOf, { nullable: true, description }),
      IsOptional(),
      ValidateNested(),
      Type(() => AsOf),
    ])
      decorate(target, key);
  };

/** What can be asked for as it was. */
@ArgsType()
export class PastArgs {
  @AsOfField('The past to show; the present unless told. What you may see is what your roles show today.')
  asOf?: AsOf | null;
}

/** Pages of a list that can be asked for as it was. */
@ArgsType()
export class PastListArgs extends ConnectionArgs {
  @AsOfField(
    'The past to show, the same for every page (a cursor of another one is INVALID_CURSOR); the present unless told. What you may see is ' +
      'what your roles show today.',
  )
  asOf?: AsOf | null;
}
