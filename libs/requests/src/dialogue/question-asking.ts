import { Injectable } from '@nestjs/common';
import type { Caller } from '#libs/api-kit';
import { type DecisionStream, type ExpectedVersion, type Instant } from '#libs/event-log';
import { ruleContext } from '../decisions.js';
import {
  askQuestion,
  defaultPolicy,
  type AskQuestionInput,
  request,
  type Request,
  type RequestEvent,
} from '../domain/index.js';

/** A question about to be asked on a request: its stream, and the rule that asks. */
export interface PreparedQuestion {
  readonly stream: DecisionStream<Request, RequestEvent>;
  /** For a decision over several streams. @throws Refusal as `askQuestion` does */
  readonly askAt: (state: Request, now: Instant) => RequestEvent[];
}

/** Prepares questions for contexts that ask in one append with a fact of their own. */
@Injectable()
export class QuestionAsking {
  /** Asking goes by limits alone, which are the program's. The caller's grant must be that of `request.ask`. */
  prepare(
    { requestId, expect, ...question }: AskQuestionInput & { requestId: string; expect: ExpectedVersion },
    caller: Caller,
  ): PreparedQuestion {
    return {
      stream: { aggregate: request, id: requestId, expect },
      askAt: (state, now) => askQuestion(state, question, ruleContext(caller, { state, now, policy: defaultPolicy })),
    };
  }
}
