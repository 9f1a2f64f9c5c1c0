import { Field, InputType, Int } from '@nestjs/graphql';
import { IsBoolean, IsInt, IsOptional, Min } from 'class-validator';
import { ValidationFailed } from '#libs/event-log';

/** The version a command was decided on, or the caller's word that the newest one is meant. */
export type ExpectedVersion = { readonly version: number } | 'latest';

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
export function expectedVersion(expect: Expect): ExpectedVersion {
  if (typeof expect.version === 'number') return { version: expect.version };
  if (expect.latest === true) return 'latest';
  throw new ValidationFailed('Say `latest: true`, or name the version you have seen.', ['expect', 'latest']);
}
