import { Field, InputType, Int } from '@nestjs/graphql';
import { IsBoolean, IsInt, IsOptional, Min } from 'class-validator';
import type { ExpectedVersion } from '#libs/event-log';
import { ValidationFailed } from '#libs/event-log';

@InputType({
  isOneOf: true,
  description:
    'Which version of the object the caller has seen, e.g. `{ version: 3 }`; or `{ latest: true }`: the last word wins, said aloud.',
})
export class Expect {
  @Field(() => Int, {
    nullable: true,
    description: 'The version read before deciding; refused when it is no longer current.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  version?: number;

  @Field(() => Boolean, { nullable: true, description: 'Only `true` has a meaning: whatever the version is by now.' })
  @IsOptional()
  @IsBoolean()
  latest?: boolean;
}

/** What the caller expects, in the log's terms. */
export function expectedVersion(expect: Expect): Exclude<ExpectedVersion, 'new'> {
  if (typeof expect.version === 'number') return { version: expect.version };
  if (expect.latest === true) return 'latest';
  throw new ValidationFailed('Say `latest: true`, or name the version you have seen.', ['expect', 'latest']);
}
