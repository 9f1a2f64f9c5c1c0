import { UseGuards } from '@nestjs/common';
import { Args, Context, Field, ID, InputType, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { IsInt, IsUUID, Min } from 'class-validator';
import { RequestEntity } from './entities.js';
import { CrudProblem, SubmitService } from './submit.service.js';
import { type CrudContext, TokenGuard } from './token.guard.js';

@InputType()
class CrudInput {
  @Field(() => ID)
  @IsUUID()
  requestId: string;

  @Field(() => Int)
  @IsInt()
  @Min(0)
  expectedVersion: number;
}

@ObjectType()
class CrudRequest {
  @Field(() => ID)
  id: string;

  @Field(() => Int)
  version: number;

  @Field(() => Int)
  number: number;

  @Field()
  title: string;

  @Field()
  status: string;

  @Field(() => String, { nullable: true })
  submittedAt: Date | null;
}

@ObjectType()
class CrudProblemType {
  @Field()
  code: string;

  @Field()
  message: string;
}

@ObjectType()
class CrudPayload {
  @Field(() => CrudRequest, { nullable: true })
  request: RequestEntity | null;

  @Field(() => [CrudProblemType])
  problems: CrudProblemType[];
}

@Resolver()
export class SubmitResolver {
  constructor(private readonly submission: SubmitService) {}

  @Query(() => Boolean)
  ready(): boolean {
    return true;
  }

  @Mutation(() => CrudPayload)
  @UseGuards(TokenGuard)
  async submitRequest(
    @Args('input') { requestId, expectedVersion }: CrudInput,
    @Context() { viewer, req }: CrudContext,
  ): Promise<CrudPayload> {
    try {
      const submitted = { requestId, expectedVersion, viewer: viewer!, correlationId: req.id };
      return { request: await this.submission.submit(submitted), problems: [] };
    } catch (error) {
      if (!(error instanceof CrudProblem)) throw error;
      return { request: null, problems: [{ code: error.code, message: error.message }] };
    }
  }
}
