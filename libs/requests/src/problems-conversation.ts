import { Problem, registerProblem, toGlobalId } from '#libs/api-kit';
import { Field, ID, ObjectType } from '@nestjs/graphql';

const describe = (description: string) => ObjectType({ implements: () => Problem, description });

@describe(
  'Something about a comment does not allow it; `code` tells what: it was removed, or it is not yours to change.',
)
export class CommentProblem extends Problem {
  /** Not a field of this name: the plain id. */
  commentId: string;

  @Field(() => ID, { name: 'commentId', description: 'Global id of the comment.' })
  get globalCommentId(): string {
    return toGlobalId('Comment', this.commentId);
  }
}

registerProblem('COMMENT_REMOVED', CommentProblem);
registerProblem('ONLY_AUTHOR_CAN_EDIT', CommentProblem);
registerProblem('ONLY_AUTHOR_OR_LEAD_CAN_REMOVE', CommentProblem);
