import { Problem, registerProblem, toGlobalId } from '#libs/api-kit';
import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { CaptureKind } from './domain/index.js';
import { CaptureKindEnum } from './enums.js';

const TYPES: Readonly<Record<CaptureKind, string>> = {
  REQUEST_DRAFT: 'Request',
  QUESTION: 'Request',
  IDEA: 'Idea',
  DECISION: 'ChatCapture',
};

@ObjectType({ implements: () => Problem, description: 'The message was captured before, as something else.' })
export class CapturedAlreadyProblem extends Problem {
  @Field(() => CaptureKindEnum, { name: 'capturedAs', description: 'What it became then.' })
  kind: CaptureKind;

  /** Not a field: the plain id. */
  objectId: string;

  @Field(() => ID, {
    name: 'objectId',
    description:
      'Global id of what it became: the request (of a question, too), the idea, or the capture of a decision.',
  })
  get globalId(): string {
    return toGlobalId(TYPES[this.kind], this.objectId);
  }
}

registerProblem('CAPTURED_ALREADY', CapturedAlreadyProblem);
