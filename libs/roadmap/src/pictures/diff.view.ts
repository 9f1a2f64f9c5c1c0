import { AsOf, Needs, Reader } from '#libs/api-kit';
import { ValidationFailed } from '#libs/event-log';
import { PeopleLoaders } from '#libs/people';
import { PictureMoments } from '#libs/risk';
import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { ItemReader } from '../items/item-reader.js';
import { DiffReader } from './diff-reader.js';
import { RoadmapDiffType } from './diff.type.js';
import { toDiff } from './to-diff.js';

@ArgsType()
class DiffArgs {
  @Field(() => AsOf, {
    description: 'The earlier roadmap: an instant, or a position such as `baseline.position` of a planning session.',
  })
  @ValidateNested()
  @Type(() => AsOf)
  from: AsOf;

  @Field(() => AsOf, { nullable: true, description: 'The later roadmap; the present unless told.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => AsOf)
  to?: AsOf | null;
}

/** What changed from one roadmap to another, and why. */
@Resolver()
export class RoadmapDiffView {
  constructor(
    private readonly diffs: DiffReader,
    private readonly moments: PictureMoments,
    private readonly items: ItemReader,
    private readonly people: PeopleLoaders,
  ) {}

  @Query(() => RoadmapDiffType, {
    complexity: 200,
    description:
      'What changed from one roadmap to a later one, each change with the fact it comes from. INSTANT_NOT_PAST, INVALID_POSITION; ' +
      'VALIDATION_FAILED where the later one is the earlier; LIMIT_REACHED where more than 1,000 items differ or 20,000 facts lie between.',
  })
  @Needs('roadmap.read')
  async roadmapDiff(@Args() args: DiffArgs, @Reader() reader: Reader): Promise<RoadmapDiffType> {
    const { workspaceId } = reader.viewer;
    const [from, to] = [await this.moments.of(reader, args.from), await this.moments.of(reader, args.to)];
    if (from.position > to.position)
      throw new ValidationFailed('The later roadmap lies before the earlier one: turn them round.', ['to']);
    const between = { workspaceId, from: from.position, to: to.position };
    const told = await this.diffs.between(between);
    const show = async (first: number) =>
      (await this.diffs.firstUnchanged(between, told, first)).map((row) => this.items.show(row, reader));
    return {
      fromPosition: from.position,
      toPosition: to.position,
      fromDay: from.day,
      toDay: to.day,
      ...toDiff(told, { items: this.items, people: this.people, reader }),
      unchanged: { count: () => this.diffs.countUnchanged(between, told), load: show },
    };
  }
}
