import { Needs, preparedRowsOf, Reader, sql, type Sql } from '#libs/api-kit';
import { Field, ObjectType, Query, Resolver } from '@nestjs/graphql';
import pg from 'pg';
import { LensEnum } from '../enums.js';
import { ReviewReader } from './review-reader.js';
import { RiskReviewObject } from './review.type.js';
import type { StoredReview } from './to-review.js';

/** Reviews of one part of the queue. */
const MOST = 50;

@ObjectType({ description: 'A review, and those of its lenses that wait.' })
export class WaitingLenses {
  @Field(() => RiskReviewObject, { description: 'The review.' })
  riskReview: RiskReviewObject;

  @Field(() => [LensEnum], { description: 'Which of its lenses.' })
  lenses: string[];
}

@ObjectType({ description: 'What waits for somebody who reviews risk: urgent reviews first, then the oldest.' })
export class RiskReviewQueue {
  @Field(() => [WaitingLenses], { description: `Lenses without a reviewer; of ${MOST} reviews at most.` })
  unassigned: WaitingLenses[];

  @Field(() => [WaitingLenses], {
    description: `Lenses that wait for your signature, or that of whom you act for; of ${MOST} reviews at most.`,
  })
  mine: WaitingLenses[];

  @Field(() => [RiskReviewObject], {
    description: `Reviews whose lenses are all signed, to be decided; at most ${MOST}.`,
  })
  undecided: RiskReviewObject[];
}

type Lens = StoredReview['document']['lenses'][number];

/** What a reviewer has before them, as the rows of reviews stand. */
@Resolver()
export class ReviewQueueView {
  constructor(
    private readonly pool: pg.Pool,
    private readonly reviews: ReviewReader,
  ) {}

  @Query(() => RiskReviewQueue, {
    description: 'Which lenses wait for a reviewer or for you, and what is to be decided.',
  })
  @Needs('risk.read')
  async riskReviewQueue(@Reader() reader: Reader): Promise<RiskReviewQueue> {
    const me = [reader.viewer.personId, ...(reader.viewer.onBehalfOf === undefined ? [] : [reader.viewer.onBehalfOf])];
    const [unassigned, mine, undecided] = await Promise.all([
      this.waiting(reader, sql`document @? '$.lenses[*] ? (@.reviewerId == null)'`),
      this.waiting(reader, sql`reviewer_ids && ${me}::uuid[]`),
      this.rows(reader, sql`status = 'DECISION_PENDING'`),
    ]);
    const show = (rows: readonly StoredReview[], waits: (lens: Lens) => boolean) =>
      rows.flatMap((row) => this.lensesOf(row, reader, waits));
    return {
      unassigned: show(unassigned, ({ reviewerId }) => reviewerId === null),
      mine: show(mine, ({ reviewerId, signed }) => !signed && reviewerId !== null && me.includes(reviewerId)),
      undecided: undecided.map((row) => this.reviews.show(row, reader)),
    };
  }

  private lensesOf(row: StoredReview, reader: Reader, waits: (lens: Lens) => boolean): WaitingLenses[] {
    const lenses = row.document.lenses.filter(waits).map(({ lens }) => lens);
    return lenses.length === 0 ? [] : [{ riskReview: this.reviews.show(row, reader), lenses }];
  }

  private waiting(reader: Reader, also: Sql): Promise<StoredReview[]> {
    return this.rows(reader, sql`status IN ('OPEN', 'IN_ASSESSMENT') AND ${also}`);
  }

  private rows({ viewer }: Reader, where: Sql): Promise<StoredReview[]> {
    return preparedRowsOf<StoredReview>(
      this.pool,
      sql`SELECT * FROM risk.review_row WHERE workspace_id = ${viewer.workspaceId}::uuid AND ${where}
        ORDER BY priority = 'FAST' DESC, opened_at, number LIMIT ${MOST}`,
    );
  }
}
