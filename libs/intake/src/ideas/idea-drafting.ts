import type { Caller } from '#libs/api-kit';
import { type DecisionStream, type Instant, PostgresLogStore } from '#libs/event-log';
import { createdId } from '#libs/people';
import { Injectable } from '@nestjs/common';
import { contextOf } from '../decisions.js';
import { captureIdea, type CaptureIdeaInput, idea, type Idea, type IdeaEvent } from '../domain/index.js';
import { Origins } from '../origins.js';

/** An idea about to be captured: its id, its stream, and the rule that captures it. */
export interface PreparedIdea {
  readonly ideaId: string;
  readonly stream: DecisionStream<Idea, IdeaEvent>;
  readonly captureAt: (state: Idea, now: Instant) => IdeaEvent[];
}

/** Prepares ideas, for `captureIdea` and for messages that become one. */
@Injectable()
export class IdeaDrafting {
  constructor(
    private readonly origins: Origins,
    private readonly store: PostgresLogStore,
  ) {}

  /** @throws NotFound, Forbidden for the team named as origin */
  async prepare(
    input: Omit<CaptureIdeaInput, 'number'>,
    caller: Caller,
    originTeamId: string | null = null,
  ): Promise<PreparedIdea> {
    const origin = await this.origins.of(caller, originTeamId);
    // Drawn before the decision: a number that is refused leaves a gap, two ideas never share one.
    const number = await this.store.nextNumber(caller.viewer.workspaceId, idea.type);
    const ideaId = createdId(caller.command, idea.type);
    return {
      ideaId,
      stream: { aggregate: idea, id: ideaId, expect: 'new' },
      captureAt: (state, now) => captureIdea(state, { ...input, number }, contextOf(caller, now), origin),
    };
  }
}
