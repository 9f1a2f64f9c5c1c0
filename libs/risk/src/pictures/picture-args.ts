import { AsOf, ConnectionArgs, fromGlobalId } from '#libs/api-kit';
import { ArgsType, Field, ID } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, IsString, ValidateNested } from 'class-validator';
import type { Moment } from './picture-moments.js';
import type { PictureScope } from './picture-scope.js';

/** What every picture of risk can be asked for. */
@ArgsType()
export class PictureArgs {
  @Field(() => AsOf, { nullable: true, description: 'The past to show; the present unless told.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => AsOf)
  asOf?: AsOf | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only what this team asks for or builds; global id. NOT_FOUND for anything but the id of a team.',
  })
  @IsOptional()
  @IsString()
  teamId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only what shows on this web property; global id. NOT_FOUND for anything but the id of a property.',
  })
  @IsOptional()
  @IsString()
  propertyId?: string | null;
}

/** Pages of a list that can be asked for as it was. */
@ArgsType()
export class PastListArgs extends ConnectionArgs {
  @Field(() => AsOf, {
    nullable: true,
    description: 'The past to show, the same for every page; the present unless told.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => AsOf)
  asOf?: AsOf | null;
}

/** @throws NotFound for an id of something else */
export const scopeOf = (
  workspaceId: string,
  { position }: Pick<Moment, 'position'>,
  { teamId = null, propertyId = null }: Pick<PictureArgs, 'teamId' | 'propertyId'>,
): PictureScope => ({
  workspaceId,
  position,
  teamId: teamId === null ? null : fromGlobalId(teamId, 'Team', { path: ['teamId'] }),
  propertyId: propertyId === null ? null : fromGlobalId(propertyId, 'Property', { path: ['propertyId'] }),
});
