import { badUserInput, Instant, limitExceeded, Needs, toGlobalId } from '#libs/api-kit';
import { Args, Field, ID, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { EventLog, type Recorded } from '#libs/event-log';
import { type Brief, changedPaths, partAt, request, type RequestFact } from '../domain/index.js';
import { BriefType, LintFindingType } from '../types/brief.type.js';
import { BriefCauseEnum } from '../types/enums.js';
import { RequestObject } from '../types/request.type.js';
import { toBrief } from '../types/to-request.js';

/** Revisions a single call returns at most. */
const MOST = 50;

@ObjectType({ description: 'A brief as it was written once; nothing is ever overwritten.' })
export class BriefRevision {
  @Field(() => Int, { description: 'Counts from 1.' })
  revision: number;

  @Field(() => BriefType, { description: 'The whole brief of this revision.' })
  brief: BriefType;

  @Field(() => [String], { description: 'What changed against the revision before, e.g. `criteria.C1.text`.' })
  changedPaths: readonly string[];

  @Field(() => BriefCauseEnum, { description: 'Why it was revised.' })
  cause: string;

  @Field(() => Int, { description: 'How complete it was, in percent, 0 to 100.' })
  completenessPercent: number;

  @Field(() => [LintFindingType], { description: 'Warnings about its wording.' })
  lint: readonly LintFindingType[];

  @Field(() => ID, { description: 'Global id of the person who revised it.' })
  byId: string;

  @Field(() => Instant, { description: 'When.' })
  at: string;
}

@ObjectType({
  description: 'One part of a brief in two revisions. Parts that are more than a text are written as JSON.',
})
export class BriefDifference {
  @Field(() => String, { description: 'Where, e.g. `criteria.C1.text`.' })
  path: string;

  @Field(() => String, { nullable: true, description: 'What stood there in the one; null when nothing did.' })
  before: string | null;

  @Field(() => String, { nullable: true, description: 'What stands there in the other; null when nothing does.' })
  after: string | null;
}

const written = (part: unknown): string | null => {
  if (part === undefined || part === null) return null;
  return typeof part === 'string' ? part : JSON.stringify(part);
};

/** Every revision of a brief, straight from the log: a revision is an event, and there is no second copy of it. */
@Resolver(() => RequestObject)
export class BriefRevisions {
  constructor(private readonly log: EventLog) {}

  @ResolveField(() => [BriefRevision], {
    description: `Revisions of the brief, oldest first, at most ${MOST} at once: go on with \`afterRevision\`.`,
    complexity: 50,
  })
  @Needs('request.read')
  async briefRevisions(
    @Parent() parent: RequestObject,
    @Args('first', { type: () => Int, defaultValue: 20, description: `How many, at most ${MOST}.` }) first: number,
    @Args('afterRevision', { type: () => Int, defaultValue: 0, description: 'Only later ones than this.' })
    afterRevision: number,
  ): Promise<BriefRevision[]> {
    if (first < 0 || afterRevision < 0) throw badUserInput('Revisions count from 1.');
    if (first > MOST) throw limitExceeded(`At most ${MOST} revisions at once.`, MOST);
    const events = await this.log.readStream({
      workspaceId: parent.workspaceId,
      streamId: `${request.type}-${parent.requestId}`,
      types: ['BriefRevised'],
      // Every revision is an event of its own, so revision n is at version n + 1 at the earliest.
      afterVersion: afterRevision,
      limit: first + afterRevision,
    });
    return byThen(parent, events as Revised[])
      .filter(({ data }) => data.revision > afterRevision)
      .slice(0, first)
      .map(toRevision);
  }

  @ResolveField(() => [BriefDifference], {
    description:
      'What differs between any two revisions of the brief, whichever is the older. BAD_USER_INPUT when there is no such revision.',
    complexity: 50,
  })
  @Needs('request.read')
  async briefDiff(
    @Parent() parent: RequestObject,
    @Args('from', { type: () => Int, description: 'The one revision, from 1.' }) from: number,
    @Args('to', { type: () => Int, description: 'The other revision.' }) to: number,
  ): Promise<BriefDifference[]> {
    const stream = { workspaceId: parent.workspaceId, streamId: `${request.type}-${parent.requestId}` };
    const events = byThen(parent, (await this.log.readStream({ ...stream, types: ['BriefRevised'] })) as Revised[]);
    const [before, after] = [from, to].map((revision) => {
      const found = events.find(({ data }) => data.revision === revision);
      if (!found) throw badUserInput(`The brief has no revision ${revision}; it has ${events.length}.`);
      return found.data.brief;
    }) as [Brief, Brief];
    return changedPaths(before, after).map((path) => ({
      path,
      before: written(partAt(before, path)),
      after: written(partAt(after, path)),
    }));
  }
}

type Revised = Recorded<RequestFact<'BriefRevised'>>;

/** Of a request of the past: what was written by then. */
const byThen = ({ asOfPosition }: RequestObject, revisions: readonly Revised[]): readonly Revised[] =>
  asOfPosition === null ? revisions : revisions.filter(({ position }) => position <= asOfPosition);

const toRevision = ({ data, meta, recordedAt }: Recorded<RequestFact<'BriefRevised'>>): BriefRevision => ({
  revision: data.revision,
  brief: toBrief(data.brief),
  changedPaths: data.changedPaths,
  cause: data.cause,
  completenessPercent: data.completeness,
  lint: data.lint,
  byId: toGlobalId('Person', meta.actorId),
  at: recordedAt,
});
