import { Needs } from '#libs/api-kit';
import { LaunchReasonType, RequestObject } from '#libs/requests';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { LookedUp } from '../looked-up.js';

@ObjectType('BlockedLaunch', { description: 'A request whose launch risk or a freeze would refuse today.' })
export class BlockedLaunchType {
  @Field(() => ID, { description: 'Global id of the request.' })
  requestId: string;

  @Field(() => RequestObject, { nullable: true, description: 'The request; null when it is not for you.' })
  @Needs('request.read')
  request: LookedUp<RequestObject>;

  @Field(() => [LaunchReasonType], {
    description:
      'Every reason against it, as `launchRequest` would be refused with; what the request itself lacks stands in `launchReadiness`.',
  })
  reasons: LaunchReasonType[];
}

@ObjectType('BlockedLaunches', { description: 'Launches that would be refused.' })
export class BlockedLaunchesType {
  @Field(() => [BlockedLaunchType], { description: 'At most 200: accepted requests first, then by number.' })
  nodes: BlockedLaunchType[];

  @Field(() => Boolean, {
    description: 'Whether there may be more: only the first 1,000 requests near their launch are asked about.',
  })
  truncated: boolean;
}
