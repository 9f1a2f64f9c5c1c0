import { Connection } from '#libs/api-kit';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { RequestObject } from '../types/request.type.js';

export const FoundIn = { TITLE: 'TITLE', BRIEF: 'BRIEF', DIALOGUE: 'DIALOGUE', COMMENT: 'COMMENT' } as const;
export type FoundIn = keyof typeof FoundIn;
registerEnumType(FoundIn, {
  name: 'FoundIn',
  description: 'Where words were found, what weighs most first.',
  valuesMap: {
    TITLE: { description: 'In the title.' },
    BRIEF: { description: 'In the brief.' },
    DIALOGUE: { description: 'In a question, an answer, a concern or an alternative.' },
    COMMENT: { description: 'In a comment.' },
  },
});

@ObjectType({ description: 'A stretch of a text that was found.' })
export class Highlight {
  @Field(() => Int, { description: 'Where it begins: UTF-16 units from the start of the text, from 0.' })
  start: number;

  @Field(() => Int, { description: 'Where it ends: UTF-16 units up to which it goes.' })
  end: number;
}

@ObjectType({ description: 'A piece of a request with words that were looked for.' })
export class SearchSnippet {
  @Field(() => FoundIn, { description: 'Which part it comes from.' })
  foundIn: FoundIn;

  @Field(() => String, { description: 'The piece, plain text; ` … ` stands where something is left out.' })
  text: string;

  @Field(() => [Highlight], { description: 'The words that were found in it, at least one.' })
  highlights: Highlight[];

  @Field(() => ID, { nullable: true, description: 'Global id of the comment it comes from; null for the other parts.' })
  commentId: string | null;
}

@ObjectType({ description: 'A request that was found.' })
export class RequestMatch {
  @Field(() => RequestObject, { description: 'The request.' })
  request: RequestObject;

  @Field(() => Float, { description: 'How well it fits, greater is better; to be compared within one search only.' })
  rank: number;

  @Field(() => [SearchSnippet], {
    description:
      'Where it was found, of its three best places (the request itself, or a comment), at most 3 + 2 pieces.',
  })
  snippets: SearchSnippet[];
}

@ObjectType({ description: 'Requests that were found, page by page.' })
export class RequestMatchConnection extends Connection('RequestMatch', () => RequestMatch) {
  @Field(() => Boolean, {
    description: 'True when there may be older ones that fit and were not ranked: name more words, or filter.',
  })
  capped: boolean;
}
